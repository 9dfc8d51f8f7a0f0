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
}
