namespace ImapPS.Protocol.Commands;

/// <summary>HEADER: text in a header field (RFC 9051 section 6.4.4).</summary>
/// <exception cref="ArgumentException">A text holds NUL or half of a surrogate pair, or the name is empty.</exception>
public sealed record SearchHeaderKey(string Name, string Value) : SearchKey
{
    public string Name { get; } = CommandText.Check(Name, nameof(Name)).Length > 0 ? Name : throw new ArgumentException("A header field has a name.", nameof(Name));

    public string Value { get; } = CommandText.Check(Value, nameof(Value));

    internal override bool IsAscii => CommandText.IsAscii(Name) && CommandText.IsAscii(Value);

    // "HEADER" SP header-fld-name SP astring             ; RFC 9051 section 9; header-fld-name = astring
    internal override void Write(CommandWriter writer) => writer.Raw("HEADER ").AString(Name).Space().String(Value);
}
