namespace ImapPS.Protocol.Commands;

/// <summary>What STATUS can be asked for.</summary>
[Flags]
public enum StatusItems
{
    None = 0,

    /// <summary>RFC 9051 section 6.3.11, as the next ones.</summary>
    Messages = 1,

    /// <summary>RFC 3501 section 6.3.10; gone in IMAP4rev2.</summary>
    Recent = 2,
    UidNext = 4,
    UidValidity = 8,
    Unseen = 16,

    /// <summary>RFC 9051 section 6.3.11; not in IMAP4rev1.</summary>
    Deleted = 32,

    /// <summary>RFC 9051 section 6.3.11, RFC 8438.</summary>
    Size = 64,

    /// <summary>RFC 7162 section 3.1.7.</summary>
    HighestModSeq = 128,

    /// <summary>RFC 7889 section 3.</summary>
    AppendLimit = 256,

    /// <summary>RFC 8474 section 4.3.</summary>
    MailboxId = 512,
}
