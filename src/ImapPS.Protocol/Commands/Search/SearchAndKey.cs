namespace ImapPS.Protocol.Commands;

/// <summary>All of several keys (RFC 9051 section 6.4.4).</summary>
public sealed record SearchAndKey : SearchKey
{
    /// <param name="keys">At least two; <see cref="SearchKey.And"/> takes any number.</param>
    /// <exception cref="ArgumentException">There are fewer, or they would nest deeper than <see cref="CommandLimits.MaxSearchDepth"/>.</exception>
    public SearchAndKey(IReadOnlyList<SearchKey> keys)
    {
        if (keys is null)
            throw new ArgumentNullException(nameof(keys));
        if (keys.Count < 2)
            throw new ArgumentException("AND joins at least two keys.", nameof(keys));
        Keys = new ValueList<SearchKey>(keys.Select(static k => Nested(k, nameof(keys))));
        Depth = Keys.Max(static k => k.Depth) + 1;
        IsAscii = Keys.All(static k => k.IsAscii);
    }

    public IReadOnlyList<SearchKey> Keys { get; }

    internal override int Depth { get; }

    internal override bool IsAscii { get; }

    // "(" search-key *(SP search-key) ")"                ; RFC 9051 section 9
    internal override void Write(CommandWriter writer)
    {
        for (var i = 0; i < Keys.Count; i++)
            Keys[i].Write(writer.Raw(i == 0 ? "(" : " "));
        writer.Raw(")");
    }
}
