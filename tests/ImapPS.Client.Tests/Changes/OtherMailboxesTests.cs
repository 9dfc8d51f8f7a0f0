using System.Threading.Channels;
using ImapPS.Client.Changes;
using ImapPS.Client.Connecting;
using ImapPS.Client.Messages;
using ImapPS.Client.Search;
using ImapPS.Client.Session;
using ImapPS.Client.Tests.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Changes;

/// <summary>Several mailboxes: NOTIFY tells of them, or STATUS is asked.</summary>
public class OtherMailboxesTests : WatchTest
{
    private static bool IsStatus(string command) => command.StartsWith("STATUS", StringComparison.Ordinal);

    private static bool IsNotify(string command) => command.StartsWith("NOTIFY SET", StringComparison.Ordinal);

    private async Task<(ImapSession Session, ChannelReader<MailboxChange> Changes, Task Watch)> WatchThreeAsync(CancellationToken cancellationToken, TimeSpan? interval = null)
    {
        Options.With("NOTIFY");
        Fill(1);
        Fill(2, "A");
        Fill(3, "B");
        var session = await ConnectAsync();
        // Nobody is asked again within the time of this test.
        var (changes, watch) = Watch(session, cancellationToken, Quick with { PollInterval = interval ?? TimeSpan.FromHours(1) }, MailboxName.Create("A"), MailboxName.Create("B"));
        return (session, changes, watch);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("CONDSTORE", "")]
    [InlineData("", "QRESYNC")]
    public async Task Other_mailboxes_are_told_of_by_NOTIFY(string without, string with)
    {
        Options.Without(without).With(with.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        using var stop = new CancellationTokenSource();
        var (session, changes, watch) = await WatchThreeAsync(stop.Token);
        await IdlingAsync();
        Assert.Equal(["NOTIFY SET (selected (MessageNew MessageExpunge FlagChange)) (mailboxes (A B) (MessageNew MessageExpunge FlagChange))"], Commands.Where(IsNotify));
        for (var round = 0; round < 5; round++)
        {
            var (a, b) = (Server.Mailboxes["A"], Server.Mailboxes["B"]);
            b.Add(Mail(1));
            await ExpectAsync(changes, $"New {b.UidNext - 1}");
            Inbox.Add(Mail(2));
            await ExpectAsync(changes, $"New {Inbox.UidNext - 1}");
            a.SetFlags(a.Find(2)!, round % 2 == 0 ? MessageFlags.Create(SystemFlags.Seen) : MessageFlags.None);
            await ExpectAsync(changes, "Flags 2");
            b.Expunge([b.Messages[0]]);
            await ExpectAsync(changes, $"Removed {round + 1}");
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watch.WaitAsync(Hang));
        await UntilAsync(() => Commands[^1] == "NOTIFY NONE");
        // It may have been on its way back from a look into another mailbox.
        await UntilAsync(() => session.State == SessionState.Selected);
    }

    [Fact]
    public async Task After_a_reconnect_NOTIFY_is_set_again_and_the_gap_of_all_mailboxes_closed()
    {
        var (session, changes, _) = await WatchThreeAsync(Cancel);
        await IdlingAsync();
        Server.Faults.Silent = true;
        session.Connection.Break(new ImapException(ImapError.ConnectionLost, "cut"));
        Server.Mailboxes["A"].Add(Mail(1));
        Inbox.Add(Mail(2));
        Server.Faults.Silent = false;
        await ExpectAsync(changes, "New 2", "New 3");
        Assert.Equal(2, Commands.Count(IsNotify));
        await IdlingAsync();
        Server.Mailboxes["B"].Add(Mail(3));
        await ExpectAsync(changes, "New 4");
        Assert.False(changes.TryRead(out _));
    }

    [Fact]
    public async Task After_an_overflow_all_is_looked_at_and_NOTIFY_set_again()
    {
        Options.MaxNotifications = 0;
        var (_, changes, _) = await WatchThreeAsync(Cancel);
        for (var round = 0; round < 2; round++)
        {
            await UntilAsync(() => Commands.Count(IsNotify) == round + 1 && Commands[^1] == "IDLE");
            Server.Mailboxes["A"].Add(Mail(1));
            await ExpectAsync(changes, $"New {3 + round}");
        }

        Assert.False(changes.TryRead(out _));
    }

    [Fact]
    public async Task A_server_that_overflows_again_and_again_is_asked_by_status()
    {
        Options.MaxNotifications = 0;
        var (_, changes, _) = await WatchThreeAsync(Cancel, TimeSpan.FromMilliseconds(20));
        for (var round = 0; round < 8; round++)
        {
            await IdlingAsync();
            Server.Mailboxes["A"].Add(Mail(1));
            await ExpectAsync(changes, $"New {3 + round}");
        }

        Assert.Equal(4, Commands.Count(IsNotify));
        Assert.False(changes.TryRead(out _));
    }

    [Fact]
    public async Task A_server_that_refuses_NOTIFY_is_asked_by_status()
    {
        Server.Faults.AnswerNext("NOTIFY", "{tag} NO [BADEVENT (MessageNew)] no");
        var (_, changes, _) = await WatchThreeAsync(Cancel, TimeSpan.FromMilliseconds(20));
        await UntilAsync(() => Commands.Count(IsStatus) >= 6);
        Server.Mailboxes["B"].Add(Mail(1));
        await ExpectAsync(changes, "New 4");
        Assert.Equal(1, Commands.Count(IsNotify));
    }

    [Fact]
    public async Task What_happens_in_another_mailbox_while_it_is_looked_at_is_told()
    {
        var (_, changes, _) = await WatchThreeAsync(Cancel);
        await IdlingAsync();
        var a = Server.Mailboxes["A"];
        var told = new List<string>();
        for (var i = 0; i < 30; i++)
        {
            a.Add(Mail(i));
            await Task.Delay(i % 7, Cancel);
        }

        while (told.Count < 30)
            told.Add(Text(await changes.ReadAsync(Cancel).AsTask().WaitAsync(Hang)));
        Assert.Equal(Enumerable.Range(3, 30).Select(n => $"New {n}"), told);
    }

    [Theory]
    [InlineData("")]
    [InlineData("CONDSTORE IDLE")]
    public async Task Other_mailboxes_are_asked_for_by_status(string without)
    {
        Options.Without(without.Split(' '));
        Fill(1);
        Fill(2, "A");
        Fill(3, "B");
        var session = await ConnectAsync();
        var (changes, _) = Watch(session, Cancel, null, MailboxName.Create("A"), MailboxName.Create("B"));
        await UntilAsync(() => Commands.Count(c => c.StartsWith("STATUS", StringComparison.Ordinal)) >= 4);
        Server.Mailboxes["B"].Add(Mail(1));
        await ExpectAsync(changes, "New 4");
        Inbox.Add(Mail(2));
        await ExpectAsync(changes, "New 2");
        Server.Mailboxes["A"].Expunge([Server.Mailboxes["A"].Find(1)!]);
        await ExpectAsync(changes, "Removed 1");
        Assert.False(changes.TryRead(out _));
    }
}
