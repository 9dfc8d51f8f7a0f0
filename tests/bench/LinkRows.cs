using System.Diagnostics;
using ImapPS.Client.Connecting;
using ImapPS.Client.Messages;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Bench;

/// <summary>Work over a link with a round-trip time.</summary>
internal static class LinkRows
{
    public static async Task ConnectAsync(Target target, Report report)
    {
        Console.WriteLine("# connect over implicit TLS to the first row");
        using var relay = new LinkRelay(target.Host, target.TlsPort, TimeSpan.FromMilliseconds(20));
        await using var session = await target.ConnectAsync(ConnectionSecurity.ImplicitTls, relay.Port);
        await foreach (var batch in session.FetchAllAsync(MailboxName.Inbox, ReadingRows.Summary))
        {
            if (batch.Messages.Count > 0)
                break;
        }

        report.Note($"{session.AuthMechanism}, {session.TlsProtocol}");
        report.Bound("round trips after the TCP handshake", relay.Turns, 6, "");
    }

    public static async Task BodiesAsync(Target target, Report report)
    {
        const int Count = 10_000;
        Console.WriteLine($"# {Count} messages with their bodies at 50 ms round-trip time");
        var near = await ReadBodiesAsync(target, report, TimeSpan.Zero);
        var far = await ReadBodiesAsync(target, report, TimeSpan.FromMilliseconds(50));
        report.Figure("time without delay", near.Milliseconds, "ms");
        report.Figure("time at 50 ms", far.Milliseconds, "ms");
        report.Figure("turns of the client", far.Turns, "");
        report.Bound("round trips that cost time", (far.Milliseconds - near.Milliseconds) / 50, 40, "");
    }

    private static async Task<(double Milliseconds, int Turns)> ReadBodiesAsync(Target target, Report report, TimeSpan roundTrip)
    {
        using var relay = new LinkRelay(target.Host, target.Port, roundTrip);
        await using var session = await target.ConnectAsync(ConnectionSecurity.None, relay.Port);
        await session.SelectAsync(MailboxName.Inbox, write: false, CancellationToken.None);
        var before = relay.Turns;
        var watch = Stopwatch.StartNew();
        var read = 0;
        await foreach (var batch in session.FetchAsync(MailboxName.Inbox, null, UidSet.Of(1, 10_000), ReadingRows.Summary with { Sections = [FetchSectionRequest.Whole] }))
            read += batch.Messages.Count(m => m.Sections.Count > 0);
        watch.Stop();
        report.Note($"{read} messages");
        return (watch.Elapsed.TotalMilliseconds, relay.Turns - before);
    }

    public static async Task AppendAsync(Target target, Report report)
    {
        const int Count = 200;
        Console.WriteLine($"# {Count} messages of 6 kB added at 50 ms round-trip time");
        var near = await AddAsync(target, TimeSpan.Zero, Count);
        var far = await AddAsync(target, TimeSpan.FromMilliseconds(50), Count);
        report.Note(far.Literals);
        report.Figure("time without delay", near.Milliseconds, "ms");
        report.Figure("time at 50 ms", far.Milliseconds, "ms");
        report.Figure("turns of the client", far.Turns, "");
        report.Bound("turns a message", far.Turns / (double)Count, far.IsPlus ? 0.1 : 1.02, "");
        report.Figure("round trips that cost time, a message", (far.Milliseconds - near.Milliseconds) / 50 / Count, "");
    }

    private static async Task<(double Milliseconds, int Turns, bool IsPlus, string Literals)> AddAsync(Target target, TimeSpan roundTrip, int count)
    {
        using var relay = new LinkRelay(target.Host, target.Port, roundTrip);
        await using var session = await target.ConnectAsync(ConnectionSecurity.None, relay.Port);
        var mailbox = MailboxName.Create(session.Capabilities.SpecialUse ? "bench-append" : "INBOX.bench-append");
        var text = System.Text.Encoding.ASCII.GetBytes("From: a@example.org\r\nSubject: bench\r\n\r\n" + string.Concat(Enumerable.Repeat(new string('x', 70) + "\r\n", 83)));
        var options = new AppendOptions { CreateMailbox = true };
        await foreach (var first in session.AppendAsync(mailbox, [new AppendItem(AppendSource.FromBytes(text))], options))
        {
            if (first.Error is { } error)
                throw error;
        }

        var before = relay.Turns;
        var added = 0;
        var watch = Stopwatch.StartNew();
        await foreach (var result in session.AppendAsync(mailbox, Enumerable.Range(0, count).Select(_ => new AppendItem(AppendSource.FromBytes(text))), options))
            added += result.Error is null ? 1 : 0;
        watch.Stop();
        if (added != count)
            throw new InvalidOperationException($"Only {added} messages were added.");
        var plus = session.Capabilities.LiteralPlus;
        return (watch.Elapsed.TotalMilliseconds, relay.Turns - before, plus, (plus ? "LITERAL+" : "synchronising literals") + (session.Capabilities.Has("MULTIAPPEND") ? ", MULTIAPPEND" : ""));
    }
}
