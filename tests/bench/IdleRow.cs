using System.Diagnostics;
using System.Text;
using ImapPS.Client.Changes;
using ImapPS.Client.Connecting;
using ImapPS.Client.Messages;
using ImapPS.Client.Search;
using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Bench;

/// <summary>How long a new message takes from its APPEND, by another connection, to the watcher.</summary>
internal static class IdleRow
{
    private const int Count = 100;

    private static readonly MailboxName Mailbox = MailboxName.Create("bench-idle");

    public static async Task RunAsync(Target target, Report report)
    {
        Console.WriteLine($"# {Count} messages, one after the other, to a watcher in IDLE (Dovecot waits half a second before it tells)");
        using var relay = new LinkRelay(target.Host, target.Port, TimeSpan.Zero);
        await using var other = await target.ConnectAsync(ConnectionSecurity.None);
        await AddAsync(other);
        var (existsAt, turnsThen) = (0L, 0);
        await using var session = await target.ConnectAsync(ConnectionSecurity.None, relay.Port, line =>
        {
            if (line.EndsWith(" EXISTS", StringComparison.Ordinal))
                (existsAt, turnsThen) = (Stopwatch.GetTimestamp(), relay.Turns);
        });
        using var stop = new CancellationTokenSource();
        await using var changes = session.WatchAsync([Mailbox], new WatchOptions { Items = ReadingRows.Summary }, stop.Token).GetAsyncEnumerator(stop.Token);
        var next = changes.MoveNextAsync().AsTask();
        var afterExists = new List<double>();
        var whole = new List<double>();
        var turns = new List<double>();
        for (var i = 0; i < Count; i++)
        {
            // The watcher is back in IDLE, and nothing of the last message is under way.
            await Task.Delay(50);
            var watch = Stopwatch.StartNew();
            await AddAsync(other);
            if (!await next || changes.Current is not [{ Kind: MailboxChangeKind.New }])
                throw new InvalidOperationException("Something else than the new message was told.");
            whole.Add(watch.Elapsed.TotalMilliseconds);
            afterExists.Add(Stopwatch.GetElapsedTime(existsAt).TotalMilliseconds);
            turns.Add(relay.Turns - turnsThen);
            next = changes.MoveNextAsync().AsTask();
        }

        await stop.CancelAsync();
        try
        {
            await next;
        }
        catch (OperationCanceledException)
        {
            // Nobody watches any more.
        }

        report.Figure("from sending APPEND to the change, median", Median.Of(whole), "ms");
        report.Figure("of these from EXISTS to the change, median", Median.Of(afterExists), "ms");
        report.Figure("the slowest from APPEND", whole.Max(), "ms");
        // A server that answers DONE before the relay has the FETCH behind it makes it two turns, though nobody waited.
        report.Bound("round trips from EXISTS to the change, median", Median.Of(turns), 1, "");
    }

    private static async Task AddAsync(ImapSession session)
    {
        var text = Encoding.ASCII.GetBytes("From: a@example.org\r\nSubject: bench\r\n\r\nText\r\n");
        await foreach (var result in session.AppendAsync(Mailbox, [new AppendItem(AppendSource.FromBytes(text))], new AppendOptions { CreateMailbox = true }))
        {
            if (result.Error is { } error)
                throw error;
        }
    }
}
