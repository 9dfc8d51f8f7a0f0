namespace ImapPS.Faults.Tests.Matrix;

/// <summary>Something that a script has done, and how what was told of it is held against what is there.</summary>
/// <param name="Name">As the table shows it.</param>
/// <param name="RunAsync">
/// Does it in a world whose session has INBOX open, arms the fault where it is to count from, asserts that what was told is
/// true, and gives it.
/// </param>
internal sealed record FaultOperation(string Name, Func<FaultWorld, Task<Outcome>> RunAsync)
{
    /// <summary>Capabilities that the server lacks.</summary>
    public string[] Without { get; init; } = [];

    /// <summary>Capabilities that it has beside the usual ones.</summary>
    public string[] With { get; init; } = [];

    /// <summary>The one SASL mechanism that is offered; null where it doesn't matter.</summary>
    public string? Mechanism { get; init; }

    /// <summary>It makes its session itself.</summary>
    public bool Connects { get; init; }

    /// <summary>Whether a loss that nobody told of may leave it open: it can't be done twice, and no server says that it is not still at it.</summary>
    public bool MayStayOpen { get; init; }

    /// <summary>What it leaves looks the same as what another client may have done: without its answer it stays open.</summary>
    public bool OnlyItsAnswerTells { get; init; }

    /// <summary>Beside <see cref="MayStayOpen"/>: a silence leaves nothing open, since a second one does no harm.</summary>
    public bool IsSureAfterSilence { get; init; }

    /// <summary>It can't be done where another client took the second message away.</summary>
    public bool NeedsTheSecond { get; init; }

    /// <summary>What another client does meanwhile that has a meaning for it.</summary>
    public IReadOnlyList<Meddling> Meets { get; init; } = [Meddling.Expunges, Meddling.Moves, Meddling.Flags, Meddling.RenewsSource, Meddling.RenewsTarget];

    /// <summary>How many connections the account has; null for any number.</summary>
    public int? MaximumConnections { get; init; }

    /// <summary>It says much and takes its time: the short form has the fault in fewer places.</summary>
    public bool IsLengthy { get; init; }

    /// <summary>How many messages INBOX has.</summary>
    public int Messages { get; init; } = FaultWorld.Messages;

    public override string ToString() => Name;
}
