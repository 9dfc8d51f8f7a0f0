namespace ImapPS.Protocol.Commands;

/// <summary>What FETCH can be asked for, sections apart (RFC 9051 section 6.4.5, RFC 7162 section 3.1.4 for MODSEQ, and where another is named).</summary>
[Flags]
public enum FetchAttributes
{
    None = 0,
    Uid = 1,
    Flags = 2,
    InternalDate = 4,

    /// <summary>RFC822.SIZE</summary>
    Size = 8,
    ModSeq = 16,
    Envelope = 32,

    /// <summary>BODY without a section: the structure without its extension data.</summary>
    Body = 64,
    BodyStructure = 128,

    /// <summary>RFC822, RFC 3501 section 6.4.5: BODY[] by its old name, for other clients. Sets \Seen.</summary>
    Rfc822 = 256,

    /// <summary>RFC822.HEADER: BODY.PEEK[HEADER] by its old name, for other clients.</summary>
    Rfc822Header = 512,

    /// <summary>RFC822.TEXT: BODY[TEXT] by its old name, for other clients. Sets \Seen.</summary>
    Rfc822Text = 1024,

    /// <summary>PREVIEW (RFC 8970).</summary>
    Preview = 2048,

    /// <summary>SAVEDATE (RFC 8514).</summary>
    SaveDate = 4096,

    /// <summary>EMAILID (RFC 8474, capability OBJECTID).</summary>
    EmailId = 8192,

    /// <summary>THREADID (RFC 8474, capability OBJECTID).</summary>
    ThreadId = 16384,

    /// <summary>X-GM-LABELS (capability X-GM-EXT-1).</summary>
    GmailLabels = 32768,

    /// <summary>X-GM-MSGID (capability X-GM-EXT-1).</summary>
    GmailMessageId = 65536,

    /// <summary>X-GM-THRID (capability X-GM-EXT-1).</summary>
    GmailThreadId = 131072,
}
