namespace ImapPS.Protocol.Commands;

/// <summary>Search keys that are a single word.</summary>
public enum SearchWord
{
    All,
    Answered,
    Deleted,
    Draft,
    Flagged,
    Seen,
    Unanswered,
    Undeleted,
    Undraft,
    Unflagged,
    Unseen,

    /// <summary>RFC 3501 section 6.4.4, as the next two; gone in IMAP4rev2.</summary>
    New,
    Old,
    Recent,

    /// <summary>All messages if the mailbox keeps save dates, else none (RFC 8514 section 4.3).</summary>
    SaveDateSupported,
}
