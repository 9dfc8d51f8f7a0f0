namespace ImapPS;

/// <summary>What messages can be sorted by (RFC 5256 section 3, RFC 5957).</summary>
public enum ImapSortKey
{
    /// <summary>When the server received it (INTERNALDATE).</summary>
    Received,

    /// <summary>When it was sent, by its Date field; one that has none goes by when it was received.</summary>
    Date,

    /// <summary>The part before the @ in the first sender's address; likewise To and Cc.</summary>
    From,

    To,

    Cc,

    /// <summary>The subject without Re:, Fwd: and the like.</summary>
    Subject,

    /// <summary>The size in bytes.</summary>
    Size,

    /// <summary>The first sender as people see it: the name, or the address where there is no name; likewise DisplayTo.</summary>
    DisplayFrom,

    DisplayTo,
}
