namespace ImapPS.Protocol.Limits;

/// <summary>
/// The bounds within which anything that a peer sends is read. Every bound has a name, so that an error can say which
/// one was passed. All sizes are in bytes. <see cref="LimitRange.All"/> says what each may be set to.
/// </summary>
public sealed record ProtocolLimits
{
    /// <summary>The limits used where none are given.</summary>
    public static ProtocolLimits Default { get; } = new();

    /// <summary>The longest line, literals not counted. Default 16 MiB: a SEARCH answer of a million UIDs is one line.</summary>
    public int MaxLineLength { get; init; } = 16 * 1024 * 1024;

    /// <summary>The most bytes of one response that are held at a time, gathered literals included; and of all that answers one search. Default 64 MiB.</summary>
    public int MaxResponseSize { get; init; } = 64 * 1024 * 1024;

    /// <summary>A literal larger than this is handed on in chunks and never gathered by the framer. Default 64 KiB.</summary>
    public int LiteralThreshold { get; init; } = 64 * 1024;

    /// <summary>The largest literal that is accepted at all. Default 4 GiB - 1.</summary>
    public long MaxLiteralSize { get; init; } = uint.MaxValue;

    /// <summary>The largest literal that is gathered although nobody asked for a stream, a long subject for example. Default 4 MiB.</summary>
    public int MaxGatheredLiteral { get; init; } = 4 * 1024 * 1024;

    /// <summary>How deep parentheses may nest. Default 64.</summary>
    public int MaxNesting { get; init; } = 64;

    /// <summary>How many items one list may have: addresses, parameters, flags, parts. Default 100,000.</summary>
    public int MaxListLength { get; init; } = 100_000;

    /// <summary>How many ranges a UID set or SEARCH answer may have. Default 4,000,000.</summary>
    public int MaxSetRanges { get; init; } = 4_000_000;

    /// <summary>How deep the lists of a THREAD answer may nest: one for each fork. Default 100,000.</summary>
    public int MaxThreadNesting { get; init; } = 100_000;

    /// <summary>
    /// How many responses may come in a row that no command asked for. Default 4,000,000: the news of a large mailbox that
    /// somebody else emptied comes as one line for each message.
    /// </summary>
    public int MaxUnsolicited { get; init; } = 4_000_000;

    /// <summary>How many ALERTs of one session are shown, and how many of its lines that can't be read; behind them it is said that there are more. Default 100.</summary>
    public int MaxAlerts { get; init; } = 100;

    /// <summary>How many times as large as it came compressed data may become (RFC 4978). Default 200; DEFLATE can't make more than 1,032 of it.</summary>
    public int MaxCompressionRatio { get; init; } = 200;

    /// <summary>How many bytes compressed data may become in a row beyond <see cref="MaxCompressionRatio"/>. Default 256 MiB: what is as empty as that may be a disk image.</summary>
    public long MaxCompressionExcess { get; init; } = 256L * 1024 * 1024;
}
