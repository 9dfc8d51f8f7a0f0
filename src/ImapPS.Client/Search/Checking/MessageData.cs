namespace ImapPS.Client.Search;

/// <summary>What of a message can be asked for to decide a query, the cheapest first.</summary>
[Flags]
public enum MessageData
{
    None = 0,
    Flags = 1,
    Size = 2,
    ModSeq = 4,
    InternalDate = 8,

    /// <summary>RFC 8514.</summary>
    SaveDate = 16,

    /// <summary>RFC 8474, as the next one; X-GM-MSGID and X-GM-THRID at Gmail.</summary>
    EmailId = 32,
    ThreadId = 64,

    /// <summary>X-GM-LABELS.</summary>
    Labels = 128,

    /// <summary>Some header fields.</summary>
    HeaderFields = 256,
    BodyStructure = 512,

    /// <summary>The whole header.</summary>
    Header = 1024,

    /// <summary>The text parts, which BODYSTRUCTURE tells.</summary>
    TextParts = 2048,
}
