namespace ImapPS.Protocol.Commands;

/// <summary>KEYWORD or UNKEYWORD (RFC 9051 section 6.4.4).</summary>
/// <exception cref="ArgumentException">The keyword isn't an atom.</exception>
public sealed record SearchKeywordKey(string Keyword, bool IsSet) : SearchKey
{
    public new string Keyword { get; } = CommandText.CheckAtom(Keyword, nameof(Keyword));

    // "KEYWORD" SP flag-keyword / "UNKEYWORD" SP flag-keyword     ; RFC 9051 section 9
    internal override void Write(CommandWriter writer) => writer.Raw(IsSet ? "KEYWORD " : "UNKEYWORD ").Raw(Keyword);
}
