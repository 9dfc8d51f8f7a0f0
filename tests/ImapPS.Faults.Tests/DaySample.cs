using System.Diagnostics;

namespace ImapPS.Faults.Tests;

/// <summary>What the process holds at a moment.</summary>
/// <param name="Minute">Of the simulated day.</param>
/// <param name="Heap">Octets of what a collection left on the managed heap; what threads have taken for objects to come is none of it.</param>
/// <param name="Handles">Open files and sockets; on systems that don't show them, the process's handles.</param>
/// <param name="Threads">Of the process, without those of the pool that have nothing to do: it makes as many as a busy machine with many cores asks for.</param>
internal sealed record DaySample(int Minute, long Heap, int Handles, int Threads)
{
    /// <summary>More than the heap wavers between two samples: each thread keeps buffers of its own. What each cut would leave behind is far more in the long form.</summary>
    private const long MostGrowth = 2 * 1024 * 1024;

    public static DaySample Take(int minute)
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        using var process = Process.GetCurrentProcess();
        var handles = Directory.Exists("/proc/self/fd") ? Directory.GetFiles("/proc/self/fd").Length : process.HandleCount;
        ThreadPool.GetMaxThreads(out var most, out _);
        ThreadPool.GetAvailableThreads(out var available, out _);
        var idle = ThreadPool.ThreadCount - (most - available);
        var heap = GC.GetGCMemoryInfo(GCKind.FullBlocking);
        return new DaySample(minute, heap.HeapSizeBytes - heap.FragmentedBytes, handles, process.Threads.Count - idle);
    }

    /// <summary>
    /// After the first third, in which buffers and pools find their sizes, nothing grows. What is let go of late is no growth: the
    /// last sample is taken again until all is back.
    /// </summary>
    public static async Task AssertNoGrowthAsync(IReadOnlyList<DaySample> samples)
    {
        var before = samples.Skip(samples.Count / 3).Take(samples.Count / 3).ToArray();
        var last = samples[^1];
        for (var waited = Stopwatch.StartNew(); !IsBack() && waited.Elapsed < Form.Hang; last = Take(last.Minute))
            await Task.Delay(500);
        Assert.True(IsBack(), string.Join(Environment.NewLine, samples.Append(last)));

        bool IsBack() => last.Heap < before.Min(static s => s.Heap) + MostGrowth
            && last.Handles <= before.Min(static s => s.Handles) + 4
            && last.Threads <= before.Min(static s => s.Threads) + 8;
    }

    public override string ToString() => $"minute {Minute}: heap {Heap / 1024} KB, {Handles} handles, {Threads} threads";
}
