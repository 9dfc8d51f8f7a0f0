namespace ImapPS.Protocol.Commands;

/// <summary>A key that the server may match less than exactly (RFC 6203).</summary>
/// <exception cref="ArgumentException">It would nest deeper than <see cref="CommandLimits.MaxSearchDepth"/>.</exception>
public sealed record SearchFuzzyKey(SearchKey Key) : SearchKey
{
    public SearchKey Key { get; } = Nested(Key, nameof(Key));

    internal override int Depth { get; } = Key.Depth + 1;

    internal override bool IsAscii { get; } = Key.IsAscii;

    // search-key =/ "FUZZY" SP search-key                ; RFC 6203 section 6
    internal override void Write(CommandWriter writer) => Key.Write(writer.Raw("FUZZY "));
}
