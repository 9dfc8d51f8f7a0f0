namespace ImapPS.Protocol.Commands;

/// <summary>X-GM-LABELS, one of Gmail's labels; or X-GM-RAW, a search in Gmail's own language (capability X-GM-EXT-1).</summary>
/// <exception cref="ArgumentException">The text holds NUL or half of a surrogate pair.</exception>
public sealed record SearchGmailTextKey(string Value, bool IsLabel) : SearchKey
{
    public string Value { get; } = CommandText.Check(Value, nameof(Value));

    internal override bool IsAscii => CommandText.IsAscii(Value);

    // search-key =/ "X-GM-LABELS" SP astring / "X-GM-RAW" SP astring         ; Gmail IMAP extensions
    internal override void Write(CommandWriter writer) => writer.Raw(IsLabel ? "X-GM-LABELS " : "X-GM-RAW ").String(Value);
}
