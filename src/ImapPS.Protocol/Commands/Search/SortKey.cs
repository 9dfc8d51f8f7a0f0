namespace ImapPS.Protocol.Commands;

/// <summary>By what SORT orders (RFC 5256 section 3, RFC 5957 section 3).</summary>
public enum SortKey
{
    /// <summary>INTERNALDATE.</summary>
    Arrival,

    /// <summary>The local part of the first Cc address.</summary>
    Cc,

    /// <summary>The Date field, or INTERNALDATE where it can't be read.</summary>
    Date,

    /// <summary>The local part of the first From address.</summary>
    From,

    /// <summary>RFC822.SIZE.</summary>
    Size,

    /// <summary>The base subject.</summary>
    Subject,

    /// <summary>The local part of the first To address.</summary>
    To,

    /// <summary>The first From address as people see it: its display name, else the address (SORT=DISPLAY).</summary>
    DisplayFrom,

    /// <summary>The first To address as people see it (SORT=DISPLAY).</summary>
    DisplayTo,
}
