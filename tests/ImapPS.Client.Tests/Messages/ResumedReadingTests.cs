using ImapPS.Client.Connecting;
using ImapPS.Client.Messages;
using ImapPS.Client.Session;
using ImapPS.Client.Tests.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Messages;

/// <summary>Reading goes on where the connection was lost: each message once, whatever is cut.</summary>
public class ResumedReadingTests : EngineTest
{
    private const int Messages = 40;

    private static readonly FetchItems Whole = new() { Attributes = FetchAttributes.Flags, Sections = [FetchSectionRequest.Whole] };

    private static readonly FetchOptions Small = FetchOptions.Default with { FirstWindow = 4, MaxWindow = 8 };

    public ResumedReadingTests() => Reconnect = new ReconnectPolicy { Wait = static (_, _) => Task.CompletedTask };

    private static IEnumerable<uint> UidsOf(IEnumerable<Protocol.Responses.FetchResponse> messages) => messages.Select(m => m.Uid);

    [Fact]
    public async Task A_mailbox_made_anew_meanwhile_ends_the_reading()
    {
        Fill(Messages);
        var session = await ConnectAsync();
        await using var batches = session.FetchAllAsync(MailboxName.Inbox, Whole, Small, Cancel).GetAsyncEnumerator(Cancel);
        Assert.True(await batches.MoveNextAsync());
        Inbox.ChangeUidValidity();
        session.Connection.Break(new ImapException(ImapError.ConnectionLost, "cut"));
        await FailsAsync(ImapError.UidValidityChanged, async () =>
        {
            while (await batches.MoveNextAsync())
            {
            }
        });
    }

    [Fact]
    public async Task A_line_that_is_cut_again_and_again_is_followed_as_long_as_messages_come()
    {
        Fill(Messages);
        var session = await ConnectAsync();
        Server.Faults.CutAfterSent(2200, everyConnection: true);
        var read = await ReadAsync(session.FetchAllAsync(MailboxName.Inbox, Whole, Small, Cancel));
        Assert.Equal(Numbers(1, Messages), UidsOf(read));
        Assert.True(session.Reconnects > 2, $"It was cut {session.Reconnects} times only.");
    }

    [Fact]
    public async Task A_line_on_which_nothing_comes_through_is_given_up()
    {
        Fill(Messages);
        Options.Mechanisms.Clear();
        Options.Mechanisms.Add("PLAIN");
        var session = await ConnectAsync();
        Server.Faults.AnswerNext("EXAMINE", "* BYE out", times: 20);
        await FailsAsync(ImapError.ServerClosed, () => ReadAsync(session.FetchAllAsync(MailboxName.Inbox, Whole, Small, Cancel)));
        Assert.InRange(session.Reconnects, 1, 8);
    }
}
