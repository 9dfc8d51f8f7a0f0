using ImapPS.Loopback.Faults;

namespace ImapPS.Faults.Tests.Matrix;

/// <summary>What happens to a line once so many octets have passed.</summary>
/// <param name="Name">As the table shows it.</param>
/// <param name="Received">Octets that the server got; false for those it sent.</param>
/// <param name="Kind">How the line ends.</param>
internal sealed record Fault(string Name, bool Received, CutKind Kind)
{
    /// <summary>What the server says before; null for nothing.</summary>
    public string? Farewell { get; init; }

    /// <summary>What another client does before the connection is made again.</summary>
    public Meddling Meanwhile { get; init; }

    /// <summary>Nobody tells that the line is dead: it is found out by the answer that doesn't come.</summary>
    public bool IsSilent => Kind is CutKind.Stall or CutKind.HalfOpen;

    public static IReadOnlyList<Fault> Cuts { get; } =
    [
        new("closed, sent", true, CutKind.Close),
        new("closed, received", false, CutKind.Close),
        new("reset, sent", true, CutKind.Reset),
        new("reset, received", false, CutKind.Reset),
        new("BYE", true, CutKind.Close) { Farewell = "* BYE going down" },
        new("BYE [UNAVAILABLE]", true, CutKind.Close) { Farewell = "* BYE [UNAVAILABLE] later" },
        new("BYE [INUSE]", true, CutKind.Close) { Farewell = "* BYE [INUSE] busy" },
        new("BYE [LIMIT]", true, CutKind.Close) { Farewell = "* BYE [LIMIT] too much" },
    ];

    public static IReadOnlyList<Fault> Silences { get; } =
    [
        new("stalled, sent", true, CutKind.Stall),
        new("stalled, received", false, CutKind.Stall),
        new("half open, received", false, CutKind.HalfOpen),
    ];

    public static IReadOnlyList<Fault> Gaps(IEnumerable<Meddling> meets) =>
    [
        .. from meddling in meets
           from received in new[] { true, false }
           select new Fault($"closed, {(received ? "sent" : "received")}; meanwhile {Words(meddling)}", received, CutKind.Close) { Meanwhile = meddling },
    ];

    public override string ToString() => Name;

    private static string Words(Meddling meddling) => meddling switch
    {
        Meddling.Expunges => "one expunged",
        Meddling.Moves => "one moved away",
        Meddling.Flags => "one flagged",
        Meddling.RenewsSource => "new UIDVALIDITY",
        Meddling.RenewsTarget => "new UIDVALIDITY of the destination",
        Meddling.TakesName => "the name taken",
        Meddling.RecreatesTarget => "removed and made anew",
        Meddling.RemovesTarget => "removed",
        _ => "a message delivered",
    };
}
