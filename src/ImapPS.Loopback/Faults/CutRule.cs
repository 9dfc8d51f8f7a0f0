namespace ImapPS.Loopback.Faults;

/// <summary>A cut on order. Each connection counts for itself from the moment the rule was set.</summary>
internal sealed class CutRule(long octets, CutKind kind, bool everyConnection, string? farewell = null)
{
    private int _fired;

    public long Octets { get; } = octets;

    public CutKind Kind { get; } = kind;

    /// <summary>What is said before the connection ends; null for nothing.</summary>
    public string? Farewell { get; } = farewell;

    /// <summary>Whether it still waits; asked before counting.</summary>
    public bool IsArmed => everyConnection || Volatile.Read(ref _fired) == 0;

    /// <summary>Whether the caller is the one to cut.</summary>
    public bool TryFire() => everyConnection || Interlocked.Exchange(ref _fired, 1) == 0;
}
