using ImapPS.Protocol.Commands;

namespace ImapPS.Client.Search;

/// <summary>In what order matches come, and which of them.</summary>
public sealed record SearchOrder
{
    /// <summary>By what; empty for the order of UIDs.</summary>
    public IReadOnlyList<SortCriterion> Criteria { get; init; } = [];

    /// <summary>Which of them. Default: all.</summary>
    public ResultRange Range { get; init; } = ResultRange.All;

    /// <summary>How many messages at most are read so that they can be sorted here, where the server doesn't sort. Default 10,000.</summary>
    public int ClientLimit { get; init; } = DefaultClientLimit;

    /// <summary>The default of <see cref="ClientLimit"/>: their dates, subjects or addresses are about a megabyte.</summary>
    public const int DefaultClientLimit = 10_000;
}
