using ImapPS.Protocol.Values;

namespace ImapPS.Client.Search;

/// <summary>What SEARCH found.</summary>
/// <param name="UidValidity">What the UIDs hold under.</param>
/// <param name="Uids">The matches, ascending; empty when only a count was asked for.</param>
/// <param name="Count">How many matches there are.</param>
public sealed record SearchResult(uint UidValidity, UidSet Uids, long Count);
