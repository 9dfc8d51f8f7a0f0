using System.Diagnostics;
using ImapPS.Client.Connecting;
using ImapPS.Client.Session;

namespace ImapPS.Bench;

/// <summary>One kind of reading against a raw socket that drains the same command: alternately, medians of the same run.</summary>
internal static class RatioRow
{
    private const int Rounds = 9;

    /// <param name="target">Whose INBOX is read.</param>
    /// <param name="report">Gets the figures.</param>
    /// <param name="command">What the socket drains.</param>
    /// <param name="read">Reads the same with the engine, and counts the messages.</param>
    /// <param name="peer">Does the same with MailKit; null where it is not built in.</param>
    /// <param name="bound">The most that the engine's time may be of the socket's, and the most octets that it may allocate for a message.</param>
    public static async Task RunAsync(Target target, Report report, string command, Func<ImapSession, Task<long>> read, Func<Target, TimeSpan>? peer, (double Ratio, double Allocated) bound)
    {
        Console.WriteLine("# " + command);
        await using var session = await target.ConnectAsync(ConnectionSecurity.None);
        using var drain = new RawDrain(target);
        var drains = new List<double>();
        var engines = new List<double>();
        var ratios = new List<double>();
        var peers = new List<double>();
        double perMessage = 0;
        for (var round = 0; round < Rounds; round++)
        {
            GC.Collect();
            var watch = Stopwatch.StartNew();
            var octets = drain.Run(command);
            var drained = watch.Elapsed.TotalMilliseconds;
            GC.Collect();
            var allocated = GC.GetTotalAllocatedBytes(precise: true);
            watch.Restart();
            var count = await read(session);
            var engine = watch.Elapsed.TotalMilliseconds;
            perMessage = (GC.GetTotalAllocatedBytes(precise: true) - allocated) / (double)count;
            var other = peer?.Invoke(target).TotalMilliseconds;
            // The first round warms the server's cache and the compiler.
            if (round == 0)
            {
                report.Figure("messages", count, "");
                report.Figure("octets of the answer", octets, "");
                continue;
            }

            drains.Add(drained);
            engines.Add(engine);
            ratios.Add(engine / drained);
            if (other is { } milliseconds)
                peers.Add(milliseconds);
        }

        report.Figure($"raw socket drain, median of {drains.Count}", Median.Of(drains), "ms");
        report.Figure($"engine, median of {engines.Count}", Median.Of(engines), "ms");
        report.Figure("engine / drain, median of the rounds' ratios", Median.Of(ratios), "x");
        report.Bound("engine / drain", Median.Of(engines) / Median.Of(drains), bound.Ratio, "x");
        report.Bound("allocated in the engine", perMessage, bound.Allocated, "bytes/message");
        if (peers.Count == 0)
        {
            report.Note("MailKit is not measured: build with -p:MailKitPackage=MailKit where the package feed has it.");
            return;
        }

        report.Figure($"MailKit, median of {peers.Count}", Median.Of(peers), "ms");
        report.Figure("MailKit / drain", Median.Of(peers) / Median.Of(drains), "x");
    }
}
