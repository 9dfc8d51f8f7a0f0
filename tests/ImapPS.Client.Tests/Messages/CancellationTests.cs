using ImapPS.Client.Connecting;
using ImapPS.Client.Messages;
using ImapPS.Client.Search;
using ImapPS.Client.Session;
using ImapPS.Client.Tests.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Messages;

/// <summary>Stopping early: by not reading on, by a token, and by a token again.</summary>
public class CancellationTests : EngineTest
{
    private static readonly FetchItems Flags = new() { Attributes = FetchAttributes.Flags };

    private static readonly FetchItems Whole = new() { Sections = [FetchSectionRequest.Whole] };

    private static readonly FetchOptions Small = FetchOptions.Default with { FirstWindow = 4, MaxWindow = 16 };

    /// <summary>Cancels what has been sent: what was not is taken back, which is another thing.</summary>
    private async Task CancelSentAsync(CancellationTokenSource cancel, params string[] commands)
    {
        await UntilAsync(() => Array.TrueForAll(commands, c => Trace.Any(l => l.Contains(" C: ", StringComparison.Ordinal) && l.Contains(c, StringComparison.Ordinal))));
        await cancel.CancelAsync();
    }

    [Fact]
    public async Task Not_reading_on_leaves_the_session_usable_again_and_again()
    {
        Fill(200);
        Fill(5, "Other");
        var session = await ConnectAsync();
        for (var round = 0; round < 30; round++)
        {
            var name = round % 3 == 0 ? "Other" : "INBOX";
            var source = round % 2 == 0
                ? session.FetchAllAsync(MailboxName.Create(name), Whole, Small, Cancel)
                : session.FetchAsync(MailboxName.Create(name), null, UidSet.Of(1, 200), Whole, Small, Cancel);
            await foreach (var batch in source)
            {
                Assert.Equal(1u, batch.Messages[0].Uid);
                Assert.StartsWith($"Subject: {name} 1\r", System.Text.Encoding.ASCII.GetString(batch.Messages[0].Sections[0].Content!));
                break;
            }
        }

        Assert.Equal(200, (await session.CountAsync(MailboxName.Inbox, SearchKey.All, Cancel).WaitAsync(Hang)));
        Assert.Null(session.Connection.Cause);
        // Windows go on by two, those of the sizes and those of the content: whoever stops after the first has asked for few.
        Assert.InRange(Commands.Count(c => c.StartsWith("UID FETCH", StringComparison.Ordinal)), 60, 180);
    }

    [Fact]
    public async Task A_token_stops_reading_and_leaves_the_session_usable()
    {
        Fill(500);
        var session = await ConnectAsync();
        for (var round = 0; round < 10; round++)
        {
            using var cancel = new CancellationTokenSource();
            var read = 0;
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            {
                await foreach (var batch in session.FetchAllAsync(MailboxName.Inbox, Flags, Small, cancel.Token))
                {
                    read += batch.Messages.Count;
                    await cancel.CancelAsync();
                }
            });
            Assert.InRange(read, 1, 499);
            // What is abandoned comes in before this is answered, so that it is the next one's first cancellation again.
            Assert.Equal(500, await session.CountAsync(MailboxName.Inbox, SearchKey.All, Cancel).WaitAsync(Hang));
        }

        Assert.Equal(500, (await ReadAsync(session.FetchAllAsync(MailboxName.Inbox, Flags, null, Cancel))).Count);
    }

    [Fact]
    public async Task A_token_ends_the_wait_for_a_silent_server_at_once()
    {
        Fill(10);
        var session = await ConnectAsync();
        await session.SelectAsync(MailboxName.Inbox, write: false, Cancel);
        Server.Faults.Silent = true;
        using var cancel = new CancellationTokenSource();
        var reading = ReadAsync(session.FetchAsync(MailboxName.Inbox, null, UidSet.Of(1, 10), Flags, Small, cancel.Token));
        await CancelSentAsync(cancel, "UID FETCH 1:4 ", "UID FETCH 5:8 ");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Server.Faults.Silent = false;
        Assert.Equal(10, (await ReadAsync(session.FetchAsync(MailboxName.Inbox, null, UidSet.Of(1, 10), Flags, Small, Cancel))).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_second_cancellation_while_answers_still_come_costs_the_connection_and_not_the_session(bool reconnects)
    {
        if (reconnects)
            Reconnect = new ReconnectPolicy { Wait = static (_, _) => Task.CompletedTask };
        Fill(10);
        var session = await ConnectAsync();
        await session.SelectAsync(MailboxName.Inbox, write: false, Cancel);
        Server.Faults.Silent = true;
        foreach (var command in new[] { "UID SEARCH", "NOOP" })
        {
            using var cancel = new CancellationTokenSource();
            Task asking = command == "NOOP"
                ? session.Connection.ExecuteAsync(SimpleCommand.Noop, cancellationToken: cancel.Token)
                : session.SearchAsync(MailboxName.Inbox, SearchKey.All, cancel.Token);
            await CancelSentAsync(cancel, command);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking.WaitAsync(Hang));
            Assert.Equal(command == "NOOP", session.Connection.Cause is not null);
        }

        Server.Faults.Silent = false;
        Assert.Equal(reconnects ? SessionState.Disconnected : SessionState.Broken, session.State);
        if (reconnects)
            Assert.Equal(UidSet.Of(1, 10), (await session.SearchAsync(MailboxName.Inbox, SearchKey.All, Cancel).WaitAsync(Hang)).Uids);
        else
            Assert.Contains("cancelled again", (await FailsAsync(ImapError.CommandTimeout, () => session.SearchAsync(MailboxName.Inbox, SearchKey.All, Cancel))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Works_side_by_side_that_one_token_ends_are_cancelled_once()
    {
        Fill(100);
        var session = await ConnectAsync();
        await session.SelectAsync(MailboxName.Inbox, write: false, Cancel);
        Server.Faults.Silent = true;
        using var cancel = new CancellationTokenSource();
        var works = Enumerable.Range(0, 3).Select(i => ReadAsync(session.FetchAsync(MailboxName.Inbox, null, UidSet.Of(1 + (20 * (uint)i), 100), Flags, Small, cancel.Token))).ToArray();
        await CancelSentAsync(cancel, "UID FETCH 1:4 ", "UID FETCH 21:24 ", "UID FETCH 41:44 ");
        foreach (var work in works)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work.WaitAsync(Hang));
        Assert.Null(session.Connection.Cause);
        Server.Faults.Silent = false;
        Assert.Equal(100, await session.CountAsync(MailboxName.Inbox, SearchKey.All, Cancel).WaitAsync(Hang));
    }

    [Fact]
    public async Task A_token_that_was_cancelled_before_sends_nothing()
    {
        Fill(10);
        var session = await ConnectAsync();
        Server.Log.Clear();
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();
        for (var round = 0; round < 3; round++)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ReadAsync(session.FetchAllAsync(MailboxName.Inbox, Flags, Small, cancel.Token)));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => session.SearchAsync(MailboxName.Inbox, SearchKey.All, cancel.Token).WaitAsync(Hang));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => session.MoveAsync(MailboxName.Inbox, Inbox.UidValidity, Set(1), MailboxName.Create("X"), cancel.Token).WaitAsync(Hang));
        }

        Assert.Empty(Commands);
        Assert.Null(session.Connection.Cause);
    }

    [Fact]
    public async Task A_cancelled_opening_of_a_whole_mailbox_leaves_the_session_usable()
    {
        Server.Mailboxes.Inbox.AddGenerated(20, _ => new byte[1_000_000]);
        var session = await ConnectAsync();
        Server.Faults.Silent = true;
        using var cancel = new CancellationTokenSource();
        var reading = ReadAsync(session.FetchAllAsync(MailboxName.Inbox, Whole, null, cancel.Token));
        await CancelSentAsync(cancel, "EXAMINE");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Server.Faults.Silent = false;
        Assert.Equal(20, await session.CountAsync(MailboxName.Inbox, SearchKey.All, Cancel).WaitAsync(Hang));
        Assert.Null(session.Connection.Cause);
    }
}
