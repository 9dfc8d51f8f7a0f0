namespace ImapPS.Protocol.Commands;

/// <summary>Return options of SEARCH (RFC 9051 section 6.4.4).</summary>
[Flags]
public enum SearchReturn
{
    None = 0,
    Min = 1,
    Max = 2,
    All = 4,
    Count = 8,
    Save = 16,
}
