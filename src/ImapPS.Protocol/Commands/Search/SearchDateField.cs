namespace ImapPS.Protocol.Commands;

/// <summary>Which date a search compares, and how.</summary>
public enum SearchDateField
{
    Before,
    On,
    Since,
    SentBefore,
    SentOn,
    SentSince,

    /// <summary>RFC 8514 section 4.3, as the next two.</summary>
    SavedBefore,
    SavedOn,
    SavedSince,
}
