using System.Diagnostics;
using ImapPS.Client.Connecting;
using ImapPS.Client.Messages;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Bench;

/// <summary>One message a call against all of them at once, at 50 ms round-trip time.</summary>
internal static class SingleRow
{
    private const uint Count = 100;

    public static async Task RunAsync(Target target, Report report)
    {
        Console.WriteLine($"# {Count} whole messages at 50 ms round-trip time, one a call and at once");
        using var relay = new LinkRelay(target.Host, target.Port, TimeSpan.FromMilliseconds(50));
        await using var session = await target.ConnectAsync(ConnectionSecurity.None, relay.Port);
        await session.SelectAsync(MailboxName.Inbox, write: false, CancellationToken.None);
        var items = ReadingRows.Summary with { Sections = [FetchSectionRequest.Whole] };
        foreach (var (what, sets) in new[] { ("one a call", Enumerable.Range(1, (int)Count).Select(i => UidSet.Of((uint)i)).ToArray()), ("at once", [UidSet.Of(1, Count)]) })
        {
            var turns = relay.Turns;
            var watch = Stopwatch.StartNew();
            foreach (var set in sets)
            {
                await foreach (var batch in session.FetchAsync(MailboxName.Inbox, null, set, items))
                    _ = batch.Messages.Count;
            }

            report.Figure($"time, {what}", watch.Elapsed.TotalMilliseconds, "ms");
            report.Figure($"round trips, {what}", relay.Turns - turns, "");
        }
    }
}
