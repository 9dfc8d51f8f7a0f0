using System.Collections.Concurrent;
using ImapPS.Client.Changes;
using ImapPS.Client.Messages;
using ImapPS.Client.Session;
using ImapPS.Integration.Tests.Servers;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Faults.Tests.RealServers;

/// <summary>Servers that really go down and come up again while they are read, moved on, and watched.</summary>
public abstract class RestartTests(FaultTable table, RealServer own, string name) : IAsyncDisposable
{
    private const int Messages = 60;

    private volatile Task _down = Task.CompletedTask;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The server is this test's own: others are at work on the shared one.</summary>
    public async ValueTask DisposeAsync()
    {
        await own.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task In_the_middle()
    {
        var server = await own.StartedAsync();
        var mailbox = MailboxName.Create(server.Mailbox("Many"));
        var target = MailboxName.Create(server.Mailbox("Filed"));
        uint validity;
        await using (var filler = await ServerClient.ConnectAsync(server, server.Port))
        {
            validity = (await ServerClient.AddAsync(filler, mailbox, [.. Enumerable.Range(1, Messages).Select(static i => $"{i:00}")]))[0].UidValidity;
            await ServerClient.AddAsync(filler, target, "old");
        }

        var trace = new ConcurrentQueue<string>();
        await using var session = await ServerClient.ConnectAsync(server, server.Port, trace: trace, quiet: () => _down);
        await ReadAsync(session, mailbox);
        Count(name, "FETCH, whole mailbox", session);
        var filed = await MoveAsync(session, mailbox, validity, target);
        Count(name, "MOVE", session);
        Assert.Equal(["old", .. Enumerable.Range(1, filed).Select(static i => $"{i:00}")], (await ServerClient.SubjectsAsync(session, target)).OrderBy(static s => s != "old").ThenBy(static s => s));
        Assert.Equal(Enumerable.Range(filed + 1, Messages - filed).Select(static i => $"{i:00}"), await ServerClient.SubjectsAsync(session, mailbox));
        await WatchAsync(server, session, trace, mailbox, validity);
        Count(name, "watch", session);
    }

    private async Task RestartAsync()
    {
        await own.RunAsync("halt");
        await own.RunAsync("resume");
    }

    private async Task ReadAsync(ImapSession session, MailboxName mailbox)
    {
        var read = new List<uint>();
        await foreach (var batch in session.FetchAllAsync(mailbox, new FetchItems { Attributes = FetchAttributes.Envelope }, FetchOptions.Default with { FirstWindow = 4, MaxWindow = 8 }, Token))
        {
            if (read.Count is > 0 and <= 8)
            {
                // One that is going down lets somebody in now and then, whose connection is lost again.
                var down = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _down = down.Task;
                await own.RunAsync("halt");
                down.SetResult();
                await own.RunAsync("resume");
            }

            read.AddRange(batch.Messages.Select(static m => m.Uid));
        }

        Assert.Equal(Enumerable.Range(1, Messages).Select(static i => (uint)i), read);
        Assert.InRange(session.Reconnects, 1, 3);
    }

    /// <summary>Moves one message after the other while the server goes down at some moment and comes back.</summary>
    private async Task<int> MoveAsync(ImapSession session, MailboxName mailbox, uint validity, MailboxName target)
    {
        const int filed = 40;
        var before = session.Reconnects;
        Task restart = Task.CompletedTask;
        for (uint uid = 1; uid <= filed; uid++)
        {
            // It goes down and comes back while the next ones are being moved, or before the last ones are.
            if (uid == 5)
                restart = RestartAsync();
            if (uid == 30)
                await restart;
            var result = Assert.Single(await session.MoveAsync(mailbox, validity, UidSet.Of(uid), target, Token).WaitAsync(Form.Hang, Token));
            Assert.Null(result.Error);
        }

        Assert.True(session.Reconnects > before);
        return filed;
    }

    private async Task WatchAsync(ServerDescription server, ImapSession session, ConcurrentQueue<string> trace, MailboxName mailbox, uint validity)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        stop.CancelAfter(Form.Hang);
        var changes = session.WatchAsync([mailbox], new WatchOptions { IdleTime = TimeSpan.FromSeconds(1), PollInterval = TimeSpan.FromSeconds(1) }, stop.Token).GetAsyncEnumerator(stop.Token);
        var next = changes.MoveNextAsync().AsTask();
        await ServerClient.WatchingAsync(trace);
        var heard = new List<string>();
        var expected = new List<string>();
        for (var round = 0; round < 3; round++)
        {
            await RestartAsync();
            await using var other = await ServerClient.ConnectAsync(server, server.Port);
            expected.Add($"New {(await ServerClient.AddAsync(other, mailbox, $"new {round}"))[0].Uid}");
            var gone = (uint)(50 + round);
            Assert.Null((await other.RemoveAsync(mailbox, validity, UidSet.Of(gone), new RemoveOptions(), Token))[0].Error);
            expected.Add($"Removed {gone}");
            while (expected.Except(heard).Any())
            {
                Assert.True(await next);
                // Marked as \Deleted before it went: seen by those who look at that moment.
                heard.AddRange(changes.Current.Select(static c => $"{c.Kind} {c.Uid}").Where(c => c != $"Flags {gone}"));
                next = changes.MoveNextAsync().AsTask();
            }
        }

        Assert.Equal(expected.Order(), heard.Order());
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        await changes.DisposeAsync();
    }

    private void Count(string server, string operation, ImapSession session)
    {
        var row = new FaultRow(server, operation, "restarted");
        row.Count(Outcome.Done, session.Reconnects);
        table.Add(row);
    }
}
