namespace ImapPS.Protocol.Commands;

/// <summary>The messages that the last search with RETURN (SAVE) found and that are still there (RFC 5182).</summary>
public sealed record SearchSavedKey : SearchKey
{
    // sequence-set =/ seq-last-command; seq-last-command = "$"    ; RFC 5182 section 3, RFC 9051 section 9
    internal override void Write(CommandWriter writer) => writer.Raw("$");
}
