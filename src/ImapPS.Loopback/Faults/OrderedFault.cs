using System.Diagnostics;

namespace ImapPS.Loopback.Faults;

/// <summary>A fault for certain commands, counted over all connections from the moment it is ordered.</summary>
public sealed class OrderedFault
{
    private readonly object _lock = new();
    private readonly Stopwatch _throttling = new();
    private int _seen;
    private int _used;

    public OrderedFault(FaultKind kind, string command = LoopbackFaults.AnyCommand)
    {
        Kind = kind;
        Command = (command ?? throw new ArgumentNullException(nameof(command))).ToUpperInvariant();
    }

    public FaultKind Kind { get; }

    /// <summary>"FETCH" stands for FETCH and UID FETCH, "UID FETCH" for itself; <see cref="LoopbackFaults.AnyCommand"/> for all that a logged-in client sends.</summary>
    public string Command { get; }

    /// <summary>The first command that it is for: 1 for the next one.</summary>
    public int Nth { get; init; } = 1;

    /// <summary>For how many commands; <see cref="int.MaxValue"/> for all from then on.</summary>
    public int Times { get; init; } = 1;

    /// <summary>For <see cref="FaultKind.CutAfter"/>: how many octets of the answer are still sent.</summary>
    public long Octets { get; init; }

    /// <summary>For <see cref="FaultKind.CutAfter"/>: how the connection ends.</summary>
    public CutKind Cut { get; init; }

    /// <summary>For <see cref="FaultKind.Delay"/> and <see cref="FaultKind.Throttle"/>.</summary>
    public TimeSpan Time { get; init; }

    /// <summary>For <see cref="FaultKind.No"/> and <see cref="FaultKind.Bad"/>: what stands behind it, a response code included.</summary>
    public string Text { get; init; } = "Refused on order";

    /// <summary>For <see cref="FaultKind.UidValidityChange"/>: whose UIDVALIDITY changes.</summary>
    public string Mailbox { get; init; } = "INBOX";

    /// <summary>How often it has struck.</summary>
    public int Used
    {
        get
        {
            lock (_lock)
                return _used;
        }
    }

    /// <summary>Whether it has nothing left to do.</summary>
    public bool IsSpent
    {
        get
        {
            lock (_lock)
                return _used >= Times && !IsThrottling;
        }
    }

    private bool IsThrottling => _throttling.IsRunning && _throttling.Elapsed < Time;

    public override string ToString() => $"{Kind} {Command}";

    /// <summary>Counts the command if it is one of those meant, and says whether the fault strikes it.</summary>
    internal bool Strikes(string command, bool loggedIn)
    {
        if (!IsMeant(command, loggedIn))
            return false;
        lock (_lock)
        {
            if (IsThrottling)
                return true;
            if (++_seen < Nth || _used >= Times)
                return false;
            _used++;
            if (Kind == FaultKind.Throttle)
                _throttling.Restart();
            return true;
        }
    }

    /// <summary>What the server says in place of carrying the command out; null if it does carry it out.</summary>
    internal string? Refusal()
    {
        switch (Kind)
        {
            case FaultKind.No:
                return "NO " + Text;
            case FaultKind.Bad:
                return "BAD " + Text;
            case FaultKind.Throttle:
                var left = Math.Max(1, (long)Math.Ceiling((Time - _throttling.Elapsed).TotalMilliseconds));
                return FormattableString.Invariant($"NO [THROTTLED] Request is throttled. Suggested Backoff Time: {left} milliseconds");
            default:
                return null;
        }
    }

    private bool IsMeant(string command, bool loggedIn) => Command == LoopbackFaults.AnyCommand
        ? loggedIn
        : Command == command || (command.StartsWith("UID ", StringComparison.Ordinal) && command.AsSpan(4).SequenceEqual(Command.AsSpan()));
}
