namespace ImapPS.Client.Connection;

/// <content>The watch for a server that falls silent.</content>
public sealed partial class ImapConnection
{
    private int _lastActivity;
    private volatile bool _delivering;
    private volatile bool _sourcing;
    private TimeSpan _silenceTimeout;

    /// <summary>As <see cref="ConnectionOptions.SilenceTimeout"/>. A seam: a test loses its patience with one connection, whose server falls silent on order, and no other.</summary>
    internal TimeSpan SilenceTimeout
    {
        get => _silenceTimeout;
        set
        {
            _silenceTimeout = value;
            if (value <= TimeSpan.Zero)
                return;
            var period = TimeSpan.FromMilliseconds(Math.Min(1000, Math.Max(20, value.TotalMilliseconds / 4)));
            _watchdog.Change(period, period);
        }
    }

    private void Touch() => Volatile.Write(ref _lastActivity, Environment.TickCount);

    /// <summary>Whether nothing is on its way, and nothing was for so long.</summary>
    internal bool IsQuietFor(TimeSpan time)
    {
        lock (_gate)
            return _cause is null && _inFlight.Count == 0 && unchecked((uint)(Environment.TickCount - Volatile.Read(ref _lastActivity))) >= time.TotalMilliseconds;
    }

    private void CheckSilence()
    {
        string name;
        lock (_gate)
        {
            // A command touches the clock before it counts as in flight, so that the silence before it is not its own. The
            // clock is read in this order: what happens in between makes the silence longer by a moment, never negative.
            var last = Volatile.Read(ref _lastActivity);
            var silent = unchecked((uint)(Environment.TickCount - last));
            if (_inFlight.Count == 0 || _inFlight[0].IsHeld || _delivering || _sourcing || silent <= SilenceTimeout.TotalMilliseconds)
                return;
            name = _inFlight[0].Command.Name;
        }

        Break(new ImapException(ImapError.CommandTimeout, $"{Host} said nothing for {SilenceTimeout.TotalSeconds:0.#} seconds while {name} was waiting for its answer.")
        {
            Hint = "The network or the server stalled. Connect again, with a larger -Timeout if the server is known to be slow.",
        });
    }

    private void StopWatching()
    {
        try
        {
            _watchdog.Change(Timeout.Infinite, Timeout.Infinite);
        }
        catch (ObjectDisposedException)
        {
            // Disposed by another thread meanwhile, which ends it as well.
        }
    }
}
