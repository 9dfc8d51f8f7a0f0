namespace ImapPS.Protocol.Commands;

/// <summary>X-GM-MSGID or X-GM-THRID: Gmail's id of a message or of its thread (capability X-GM-EXT-1).</summary>
public sealed record SearchGmailIdKey(ulong Id, bool IsThread) : SearchKey
{
    // search-key =/ "X-GM-MSGID" SP number64 / "X-GM-THRID" SP number64      ; Gmail IMAP extensions
    internal override void Write(CommandWriter writer) => writer.Raw(IsThread ? "X-GM-THRID " : "X-GM-MSGID ").Number(Id);
}
