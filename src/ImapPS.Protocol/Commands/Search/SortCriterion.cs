namespace ImapPS.Protocol.Commands;

/// <summary>One criterion of SORT: what by, and whether the other way round (RFC 5256 section 3).</summary>
/// <exception cref="ArgumentOutOfRangeException">There is no such key.</exception>
public readonly record struct SortCriterion(SortKey Key, bool Reverse = false)
{
    public SortKey Key { get; } = (SortKey)CommandWords.Check(CommandWords.SortKey, (int)Key, nameof(Key));

    // sort-criterion = ["REVERSE" SP] sort-key                    ; RFC 5256 section 5
    // sort-key       = "ARRIVAL" / "CC" / "DATE" / "FROM" / "SIZE" / "SUBJECT" / "TO"
    // sort-key      =/ "DISPLAYFROM" / "DISPLAYTO"                ; RFC 5957 section 5
    public override string ToString() => (Reverse ? "REVERSE " : "") + CommandWords.SortKey[(int)Key];
}
