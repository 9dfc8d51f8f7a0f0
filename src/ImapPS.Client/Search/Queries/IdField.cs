namespace ImapPS.Client.Search;

/// <summary>Which id of a message (RFC 8474; X-GM-THRID and X-GM-MSGID of Gmail).</summary>
public enum IdField
{
    ThreadId,
    EmailId,
}
