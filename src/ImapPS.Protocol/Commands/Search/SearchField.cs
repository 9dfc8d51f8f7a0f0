namespace ImapPS.Protocol.Commands;

/// <summary>Where a text is looked for.</summary>
public enum SearchField
{
    From,
    To,
    Cc,
    Bcc,
    Subject,
    Body,
    Text,
}
