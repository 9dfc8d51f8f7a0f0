namespace ImapPS.Protocol.Values;

/// <summary>The system flags of RFC 9051 section 2.3.2, and what PERMANENTFLAGS adds.</summary>
[Flags]
public enum SystemFlags
{
    None = 0,
    Seen = 1,
    Answered = 2,
    Flagged = 4,
    Deleted = 8,
    Draft = 16,
    Recent = 32,

    /// <summary><c>\*</c> in PERMANENTFLAGS: new keywords may be created.</summary>
    CreateKeywords = 64,
}
