using System.Diagnostics;

namespace ImapPS.Loopback.Transport;

/// <summary>Points in time, in ticks of the stopwatch.</summary>
internal static class Due
{
    public static long After(TimeSpan delay) => Stopwatch.GetTimestamp() + (long)(delay.TotalSeconds * Stopwatch.Frequency);

    /// <summary>Waits until then, never less: a timer can go off some milliseconds early, as coarse as its clock is.</summary>
    public static async Task WaitAsync(long due, CancellationToken cancellationToken = default)
    {
        for (long left; (left = due - Stopwatch.GetTimestamp()) > 0;)
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(1000.0 * left / Stopwatch.Frequency)), cancellationToken).ConfigureAwait(false);
    }
}
