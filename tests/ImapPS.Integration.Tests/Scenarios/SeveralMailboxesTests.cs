using System.Collections.Concurrent;
using System.Text;
using ImapPS.Client;
using ImapPS.Client.Changes;
using ImapPS.Client.Connecting;
using ImapPS.Client.Mailboxes;
using ImapPS.Client.Messages;
using ImapPS.Client.Session;
using ImapPS.Integration.Tests.Servers;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Integration.Tests.Scenarios;

/// <summary>Several mailboxes watched on real servers: Dovecot tells by NOTIFY; the others by IDLE on further connections, or they are asked.</summary>
public sealed class SeveralMailboxesTests(DovecotServer dovecot, CyrusServer cyrus, CourierServer courier) : ServersTestBase(dovecot, cyrus, courier)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static async Task AddAsync(ImapSession session, MailboxName mailbox)
    {
        var item = new AppendItem(AppendSource.FromBytes(Encoding.ASCII.GetBytes("From: a@example.org\r\nSubject: x\r\n\r\nText\r\n")));
        await foreach (var result in session.AppendAsync(mailbox, [item], new AppendOptions { CreateMailbox = true }, Token))
            Assert.Null(result.Error);
    }

    private static MailboxName[] Names(ServerDescription server)
    {
        var tag = Guid.NewGuid().ToString("N")[..8];
        return [.. new[] { "First", "Second", "Third" }.Select(n => MailboxName.Create(server.Mailbox($"{n}-{tag}")))];
    }

    /// <summary>What happens before the watch has begun is not its business.</summary>
    private static async Task BegunAsync(ConcurrentQueue<string> trace)
    {
        while (!trace.Any(static l => l.EndsWith(" IDLE", StringComparison.Ordinal)))
            await Task.Delay(20, Token);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Each_is_told_of(string name)
    {
        var server = await StartedAsync(name);
        var mailboxes = Names(server);
        await using var other = await EngineClient.ConnectAsync(server);
        foreach (var mailbox in mailboxes)
            await AddAsync(other, mailbox);
        var trace = new ConcurrentQueue<string>();
        await using var session = await EngineClient.ConnectAsync(server, trace: trace.Enqueue);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        // Where NOTIFY tells, nobody asks: an hour would be too long for this test. Courier's IDLE looks every so often.
        var options = new WatchOptions { PollInterval = name == "dovecot" ? TimeSpan.FromHours(1) : TimeSpan.FromSeconds(1), IdleTime = name == "dovecot" ? TimeSpan.FromHours(1) : TimeSpan.FromSeconds(1) };
        await using var watch = session.WatchAsync(mailboxes, options, stop.Token).GetAsyncEnumerator(stop.Token);
        var next = await FollowAsync(watch, trace, other, mailboxes);
        Assert.Equal(name == "dovecot", trace.Any(static l => l.Contains("NOTIFY SET", StringComparison.Ordinal)));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    [Theory]
    [InlineData("cyrus")]
    [InlineData("courier")]
    public async Task Without_NOTIFY_each_has_a_connection_of_its_own(string name)
    {
        var server = await StartedAsync(name);
        var mailboxes = Names(server);
        await using var other = await EngineClient.ConnectAsync(server);
        foreach (var mailbox in mailboxes)
            await AddAsync(other, mailbox);
        var trace = new ConcurrentQueue<string>();
        // The account is that of other tests, too.
        await using var session = await EngineClient.ConnectAsync(server, trace: trace.Enqueue, reconnect: new ReconnectPolicy(), maximumConnections: 100);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        // Cyrus tells at once; Courier looks every so often, and when IDLE is renewed.
        var options = new WatchOptions { PollInterval = TimeSpan.FromHours(1), IdleTime = name == "cyrus" ? TimeSpan.FromHours(1) : TimeSpan.FromSeconds(1) };
        await using var watch = session.WatchAsync(mailboxes, options, stop.Token).GetAsyncEnumerator(stop.Token);
        var next = await FollowAsync(watch, trace, other, mailboxes);
        Assert.Equal(0, session.Reconnects);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        Assert.Equal(mailboxes.Length, trace.Count(static l => l.Contains(" C: ", StringComparison.Ordinal) && l.Contains(" AUTHENTICATE ", StringComparison.Ordinal)));
        // A server that is busy may miss the goodbye, but not the end.
        Assert.Equal(mailboxes.Length - 1, trace.Count(static l => l.Contains("-- closed: ", StringComparison.Ordinal)));
    }

    /// <summary>Three rounds of a message for each, and each is told at once.</summary>
    /// <returns>The wait for what comes next.</returns>
    private static async Task<Task<bool>> FollowAsync(IAsyncEnumerator<IReadOnlyList<MailboxChange>> watch, ConcurrentQueue<string> trace, ImapSession other, MailboxName[] mailboxes)
    {
        var next = watch.MoveNextAsync().AsTask();
        await BegunAsync(trace);
        for (var round = 0; round < 3; round++)
        {
            foreach (var mailbox in Enumerable.Reverse(mailboxes))
            {
                await AddAsync(other, mailbox);
                Assert.True(await next.WaitAsync(EngineClient.Hang, Token));
                Assert.Equal((mailbox, MailboxChangeKind.New, (uint)round + 2), (watch.Current[0].Mailbox, watch.Current[0].Kind, watch.Current[0].Uid));
                Assert.Single(watch.Current);
                next = watch.MoveNextAsync().AsTask();
            }
        }

        return next;
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task One_that_is_renamed_ends_the_watch(string name)
    {
        var server = await StartedAsync(name);
        foreach (var which in new[] { 0, 1 })
        {
            var mailboxes = Names(server);
            await using var other = await EngineClient.ConnectAsync(server);
            foreach (var mailbox in mailboxes)
                await AddAsync(other, mailbox);
            var trace = new ConcurrentQueue<string>();
            await using var session = await EngineClient.ConnectAsync(server, trace: trace.Enqueue);
            var options = new WatchOptions { PollInterval = TimeSpan.FromSeconds(1), IdleTime = TimeSpan.FromSeconds(1) };
            await using var watch = session.WatchAsync(mailboxes, options, Token).GetAsyncEnumerator(Token);
            var next = watch.MoveNextAsync().AsTask();
            await BegunAsync(trace);
            await other.RenameAsync(mailboxes[which], MailboxName.Create(mailboxes[which].Name + "-new"), Token);
            var error = await Assert.ThrowsAnyAsync<ImapException>(async () =>
            {
                // Cyrus tells first that the messages are gone, which is true of the name.
                while (await next.WaitAsync(EngineClient.Hang, Token))
                {
                    Assert.All(watch.Current, static c => Assert.Equal(MailboxChangeKind.Removed, c.Kind));
                    next = watch.MoveNextAsync().AsTask();
                }
            });
            // A server may end the session that has a renamed mailbox open; here nobody connects again.
            Assert.True(error.Error == ImapError.MailboxNotFound || (which == 0 && error.Error == ImapError.ServerClosed), error.ToString());
        }
    }
}
