using System.Collections.Concurrent;
using System.Text;
using ImapPS.Client.Changes;
using ImapPS.Client.Messages;
using ImapPS.Client.Search;
using ImapPS.Client.Session;
using ImapPS.Integration.Tests.Servers;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Integration.Tests.Scenarios;

/// <summary>What happened on real servers while nobody watched: Dovecot and Cyrus tell by QRESYNC, Courier is asked for all.</summary>
public sealed class GapTests(DovecotServer dovecot, CyrusServer cyrus, CourierServer courier) : ServersTestBase(dovecot, cyrus, courier)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static async Task AddAsync(ImapSession session, MailboxName mailbox, int count)
    {
        var items = Enumerable.Range(1, count).Select(i => new AppendItem(AppendSource.FromBytes(Encoding.ASCII.GetBytes($"From: a@example.org\r\nSubject: message {i}\r\n\r\nText\r\n"))));
        await foreach (var result in session.AppendAsync(mailbox, items, new AppendOptions { CreateMailbox = true }, Token))
            Assert.Null(result.Error);
    }

    private static async Task<WatchPosition> NowAsync(ImapSession session, MailboxName mailbox)
    {
        var found = await session.SearchAsync(mailbox, SearchKey.All, Token);
        return new WatchPosition(found.UidValidity, session.Selected!.UidNext, session.Selected.HighestModSeq, found.Uids);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task All_that_happened_is_told(string name)
    {
        var server = await StartedAsync(name);
        var mailbox = MailboxName.Create(server.Mailbox("Gap-" + Guid.NewGuid().ToString("N")[..8]));
        WatchPosition since;
        await using (var session = await EngineClient.ConnectAsync(server))
        {
            await AddAsync(session, mailbox, 30);
            since = await NowAsync(session, mailbox);
            Assert.Equal(30, since.Known!.Count);
        }

        await using (var other = await EngineClient.ConnectAsync(server))
        {
            var flagged = UidSet.Parse("2,7:9");
            Assert.All(await other.StoreAsync(mailbox, since.UidValidity, flagged, new StoreRequest(StoreMode.Add, MessageFlags.Create(SystemFlags.Flagged)), Token), static r => Assert.Null(r.Error));
            await other.RemoveAsync(mailbox, since.UidValidity, UidSet.Parse("3,10:12,30"), new RemoveOptions(), Token);
            await AddAsync(other, mailbox, 3);
            // Courier lets a session see what it added itself only now.
            await other.Connection.ExecuteAsync(SimpleCommand.Noop, cancellationToken: Token);
            await other.RemoveAsync(mailbox, since.UidValidity, UidSet.Of(32), new RemoveOptions(), Token);
        }

        var trace = new ConcurrentQueue<string>();
        await using var again = await EngineClient.ConnectAsync(server, trace: trace.Enqueue);
        var changes = await again.ChangedSinceAsync(mailbox, since, new FetchItems { Attributes = FetchAttributes.Envelope }, Token);
        Assert.Equal(UidSet.Parse("3,10:12,30"), changes.Removed);
        // Which message gets which UID is Courier's to choose.
        Assert.All(changes.New, static m => Assert.StartsWith("message ", m.Envelope!.Subject));
        Assert.Equal([31u, 33u], changes.New.Select(m => m.Uid));
        var told = changes.Changed.Where(m => m.Flags!.Has(SystemFlags.Flagged)).Select(m => m.Uid);
        Assert.Equal([2u, 7u, 8u, 9u], told);
        Assert.Equal(UidSet.Parse("1:2,4:9,13:29,31,33"), changes.Position.Known);
        if (name == "courier")
        {
            Assert.Equal(25, changes.Changed.Count);
            Assert.Null(changes.Position.ModSeq);
        }
        else
        {
            // Who sees a message for the first time may be told so by a flag of the server's own.
            Assert.Contains(trace, static l => l.Contains("(QRESYNC (", StringComparison.Ordinal));
            Assert.Contains(trace, static l => l.Contains("* VANISHED (EARLIER) ", StringComparison.Ordinal));
            Assert.DoesNotContain(trace, static l => l.Contains("UID SEARCH", StringComparison.Ordinal));
        }

        // Nothing happened since; on the open mailbox, and on one that is opened for it.
        foreach (var session in new[] { again, await EngineClient.ConnectAsync(server) })
        {
            var none = await session.ChangedSinceAsync(mailbox, changes.Position, null, Token);
            Assert.True(none.Removed.IsEmpty && none.New.Count == 0);
            if (name != "courier")
                Assert.Empty(none.Changed.Where(m => m.Uid < 31).Select(static m => m.Uid));
            await session.DisposeAsync();
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Counts_stay_true_whatever_tells_of_removals(string name)
    {
        var server = await StartedAsync(name);
        var mailbox = MailboxName.Create(server.Mailbox("Count-" + Guid.NewGuid().ToString("N")[..8]));
        await using var session = await EngineClient.ConnectAsync(server);
        await AddAsync(session, mailbox, 10);
        var selected = await session.SelectAsync(mailbox, write: true, Token);
        Assert.Equal(10u, selected.Exists);
        Assert.All(await session.RemoveAsync(mailbox, selected.UidValidity, UidSet.Parse("2,5:7"), new RemoveOptions(), Token), static r => Assert.Null(r.Error));
        await session.Connection.ExecuteAsync(SimpleCommand.Noop, cancellationToken: Token);
        Assert.Equal(6u, selected.Exists);
        await using var other = await EngineClient.ConnectAsync(server);
        Assert.All(await other.RemoveAsync(mailbox, selected.UidValidity, UidSet.Of(10), new RemoveOptions(), Token), static r => Assert.Null(r.Error));
        await session.Connection.ExecuteAsync(SimpleCommand.Noop, cancellationToken: Token);
        Assert.Equal(5u, selected.Exists);
        Assert.Equal(5, await session.CountAsync(mailbox, SearchKey.All, Token));
    }

    [Fact]
    public async Task A_server_tells_nothing_of_a_mailbox_that_was_made_anew()
    {
        foreach (var name in new[] { "dovecot", "cyrus" })
        {
            var server = await StartedAsync(name);
            var mailbox = MailboxName.Create(server.Mailbox("Anew-" + Guid.NewGuid().ToString("N")[..8]));
            await using var session = await EngineClient.ConnectAsync(server);
            await AddAsync(session, mailbox, 3);
            var now = await NowAsync(session, mailbox);
            await using var fresh = await EngineClient.ConnectAsync(server);
            var changes = await fresh.ChangedSinceAsync(mailbox, now with { UidValidity = now.UidValidity - 1 }, null, Token);
            Assert.True(changes.IsReset);
            Assert.Equal((now.UidValidity, UidSet.Parse("1:3")), (changes.Position.UidValidity, changes.Position.Known));
        }
    }
}
