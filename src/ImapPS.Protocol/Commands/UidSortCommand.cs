using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>UID SORT (RFC 5256), with the return options of ESORT (RFC 5267) and the keys of SORT=DISPLAY (RFC 5957).</summary>
public sealed record UidSortCommand : Command
{
    private readonly SearchReturn? _return;

    /// <param name="criteria">At least one; what ties in one is ordered by the next, and in the end by the mailbox's own order.</param>
    /// <param name="key">Which messages.</param>
    /// <exception cref="ArgumentException">There is no criterion.</exception>
    public UidSortCommand(IReadOnlyList<SortCriterion> criteria, SearchKey key)
    {
        Criteria = new ValueList<SortCriterion>(criteria ?? throw new ArgumentNullException(nameof(criteria)));
        if (Criteria.Count == 0)
            throw new ArgumentException("A sort has at least one criterion.", nameof(criteria));
        Key = key ?? throw new ArgumentNullException(nameof(key));
    }

    /// <inheritdoc/>
    public override string Name => ByUid ? "UID SORT" : "SORT";

    public IReadOnlyList<SortCriterion> Criteria { get; }

    public SearchKey Key { get; }

    /// <summary>What an ESEARCH response shall hold (ESORT); null asks for a SORT response. None means All.</summary>
    public SearchReturn? Return
    {
        get => _return;
        init => _return = SearchProgram.Normalize(value);
    }

    /// <summary>Only the results at these places (RFC 9394, RFC 5267); null for no such option.</summary>
    public PartialRange? Partial { get; init; }

    /// <summary>False for SORT with sequence numbers in its answer: other clients do that, this one never.</summary>
    public bool ByUid { get; init; } = true;

    internal override string? Conflict => SearchProgram.Conflict(Return, Partial);

    // sort            = ["UID" SP] "SORT" SP sort-criteria SP search-criteria        ; RFC 5256 section 5
    // sort            =/ extended-sort; extended-sort = ["UID" SP] "SORT" search-return-opts SP sort-criteria SP search-criteria   ; RFC 5267 section 5
    // sort-criteria   = "(" sort-criterion *(SP sort-criterion) ")"
    // search-criteria = charset 1*(SP search-key)
    internal override void WriteArguments(CommandWriter writer)
    {
        SearchProgram.WriteReturn(writer, Return, Partial);
        writer.Raw(" (").Raw(string.Join(" ", Criteria)).Raw(") UTF-8");
        SearchProgram.WriteKeys(writer, Key);
    }
}
