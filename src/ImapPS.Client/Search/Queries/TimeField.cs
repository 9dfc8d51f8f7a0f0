namespace ImapPS.Client.Search;

/// <summary>Which moment of a message.</summary>
public enum TimeField
{
    /// <summary>The Date field: when it was sent, as its sender says.</summary>
    Date,

    /// <summary>INTERNALDATE: when the server received it.</summary>
    Received,

    /// <summary>SAVEDATE: when it came into this mailbox (RFC 8514).</summary>
    Saved,
}
