namespace ImapPS.Protocol.Commands;

/// <summary>What FETCH can be asked for, sections apart (RFC 9051 section 6.4.5, RFC 7162 section 3.1.4 for MODSEQ).</summary>
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
}
