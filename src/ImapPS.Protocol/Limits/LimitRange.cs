namespace ImapPS.Protocol.Limits;

/// <summary>One member of <see cref="ProtocolLimits"/>, for those who set it by its name.</summary>
/// <param name="Name">The member's.</param>
/// <param name="Minimum">The least that a session can work with.</param>
/// <param name="Maximum">The most that memory and arrays bear.</param>
/// <param name="Get">Reads it.</param>
/// <param name="With">Gives a copy with another value.</param>
public sealed record LimitRange(string Name, long Minimum, long Maximum, Func<ProtocolLimits, long> Get, Func<ProtocolLimits, long, ProtocolLimits> With)
{
    private const long KiB = 1024;
    private const long GiB = 1024 * 1024 * 1024;

    /// <summary>All limits, in the order of their declaration.</summary>
    public static IReadOnlyList<LimitRange> All { get; } =
    [
        new(nameof(ProtocolLimits.MaxLineLength), KiB, GiB, static l => l.MaxLineLength, static (l, v) => l with { MaxLineLength = (int)v }),
        new(nameof(ProtocolLimits.MaxResponseSize), KiB, GiB, static l => l.MaxResponseSize, static (l, v) => l with { MaxResponseSize = (int)v }),
        new(nameof(ProtocolLimits.LiteralThreshold), 0, GiB, static l => l.LiteralThreshold, static (l, v) => l with { LiteralThreshold = (int)v }),
        new(nameof(ProtocolLimits.MaxLiteralSize), KiB, long.MaxValue, static l => l.MaxLiteralSize, static (l, v) => l with { MaxLiteralSize = v }),
        new(nameof(ProtocolLimits.MaxGatheredLiteral), KiB, GiB, static l => l.MaxGatheredLiteral, static (l, v) => l with { MaxGatheredLiteral = (int)v }),
        new(nameof(ProtocolLimits.MaxNesting), 4, 1000, static l => l.MaxNesting, static (l, v) => l with { MaxNesting = (int)v }),
        new(nameof(ProtocolLimits.MaxListLength), 100, 10_000_000, static l => l.MaxListLength, static (l, v) => l with { MaxListLength = (int)v }),
        new(nameof(ProtocolLimits.MaxSetRanges), 100, 50_000_000, static l => l.MaxSetRanges, static (l, v) => l with { MaxSetRanges = (int)v }),
        new(nameof(ProtocolLimits.MaxThreadNesting), 100, 1_000_000, static l => l.MaxThreadNesting, static (l, v) => l with { MaxThreadNesting = (int)v }),
        new(nameof(ProtocolLimits.MaxUnsolicited), 100, int.MaxValue, static l => l.MaxUnsolicited, static (l, v) => l with { MaxUnsolicited = (int)v }),
        new(nameof(ProtocolLimits.MaxAlerts), 0, 10_000, static l => l.MaxAlerts, static (l, v) => l with { MaxAlerts = (int)v }),
        new(nameof(ProtocolLimits.MaxCompressionRatio), 1, 1032, static l => l.MaxCompressionRatio, static (l, v) => l with { MaxCompressionRatio = (int)v }),
        new(nameof(ProtocolLimits.MaxCompressionExcess), 64 * KiB, long.MaxValue / 2, static l => l.MaxCompressionExcess, static (l, v) => l with { MaxCompressionExcess = v }),
    ];
}
