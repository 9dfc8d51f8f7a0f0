using System.Diagnostics;
using System.Globalization;

namespace ImapPS.Faults.Tests;

/// <summary>What the process holds at a moment.</summary>
/// <param name="Minute">Of the simulated day.</param>
/// <param name="Heap">Octets on the managed heap after a collection.</param>
/// <param name="Handles">Open files and sockets; on systems that don't show them, the process's handles.</param>
/// <param name="Threads">Of the process.</param>
internal sealed record DaySample(int Minute, long Heap, int Handles, int Threads)
{
    /// <summary>More than the heap wavers between two samples: each thread keeps buffers of its own, and the pool makes threads on a busy machine. What each cut would leave behind is far more in the long form.</summary>
    private const long MostGrowth = 2 * 1024 * 1024;

    public static async Task<DaySample> TakeAsync(int minute)
    {
        // What just ended is given a moment to let go.
        await Task.Delay(50, CancellationToken.None);
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        using var process = Process.GetCurrentProcess();
        var handles = Directory.Exists("/proc/self/fd") ? Directory.GetFiles("/proc/self/fd").Length : process.HandleCount;
        return new DaySample(minute, GC.GetTotalMemory(true), handles, process.Threads.Count);
    }

    /// <summary>After the first third, in which buffers and pools find their sizes, nothing grows.</summary>
    public static void AssertNoGrowth(IReadOnlyList<DaySample> samples)
    {
        var later = samples.Skip(samples.Count / 3).ToArray();
        var middle = later.Average(static s => (double)s.Minute);
        var slope = later.Sum(s => (s.Minute - middle) * s.Heap) / later.Sum(s => (s.Minute - middle) * (s.Minute - middle));
        var span = later[^1].Minute - later[0].Minute;
        Assert.True(slope * span < MostGrowth, $"The heap grew by {slope.ToString("0", CultureInfo.InvariantCulture)} octets a minute.");
        Assert.True(later[^1].Handles <= later[0].Handles + 4, $"Handles: {string.Join(' ', samples.Select(static s => s.Handles))}");
        Assert.True(later[^1].Threads <= later[0].Threads + 8, $"Threads: {string.Join(' ', samples.Select(static s => s.Threads))}");
    }

    public override string ToString() => $"minute {Minute}: heap {Heap / 1024} KB, {Handles} handles, {Threads} threads";
}
