namespace ImapPS.Protocol.Commands;

/// <summary>Text in an envelope field, the body, or anywhere; without regard to case (RFC 9051 section 6.4.4).</summary>
/// <exception cref="ArgumentException">The text holds NUL or half of a surrogate pair.</exception>
public sealed record SearchTextKey(SearchField Field, string Value) : SearchKey
{
    public SearchField Field { get; } = (SearchField)CommandWords.Check(CommandWords.SearchField, (int)Field, nameof(Field));

    public string Value { get; } = CommandText.Check(Value, nameof(Value));

    internal override bool IsAscii => CommandText.IsAscii(Value);

    // "FROM" SP astring / "TO" SP astring / ...          ; RFC 9051 section 9
    internal override void Write(CommandWriter writer) => writer.Raw(CommandWords.SearchField[(int)Field]).Space().String(Value);
}
