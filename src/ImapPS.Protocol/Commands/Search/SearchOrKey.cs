namespace ImapPS.Protocol.Commands;

/// <summary>Either of two keys (RFC 9051 section 6.4.4).</summary>
/// <exception cref="ArgumentException">It would nest deeper than <see cref="CommandLimits.MaxSearchDepth"/>.</exception>
public sealed record SearchOrKey(SearchKey Left, SearchKey Right) : SearchKey
{
    public SearchKey Left { get; } = Nested(Left, nameof(Left));

    public SearchKey Right { get; } = Nested(Right, nameof(Right));

    internal override int Depth { get; } = Math.Max(Left.Depth, Right.Depth) + 1;

    internal override bool IsAscii { get; } = Left.IsAscii && Right.IsAscii;

    // "OR" SP search-key SP search-key                   ; RFC 9051 section 9
    internal override void Write(CommandWriter writer)
    {
        Left.Write(writer.Raw("OR "));
        Right.Write(writer.Space());
    }
}
