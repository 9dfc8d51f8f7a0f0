namespace ImapPS.Protocol.Commands;

/// <summary>What a key doesn't match (RFC 9051 section 6.4.4).</summary>
/// <exception cref="ArgumentException">It would nest deeper than <see cref="CommandLimits.MaxSearchDepth"/>.</exception>
public sealed record SearchNotKey(SearchKey Key) : SearchKey
{
    public SearchKey Key { get; } = Nested(Key, nameof(Key));

    internal override int Depth { get; } = Key.Depth + 1;

    internal override bool IsAscii { get; } = Key.IsAscii;

    // "NOT" SP search-key                                ; RFC 9051 section 9
    internal override void Write(CommandWriter writer) => Key.Write(writer.Raw("NOT "));
}
