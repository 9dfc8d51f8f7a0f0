using ImapPS.Protocol.Values;

namespace ImapPS.Client.Search;

/// <summary>The messages with these UIDs; an empty set has none, and <c>*</c> is the highest UID there is.</summary>
public sealed record UidTerm(UidSet Uids) : Query
{
    public UidSet Uids { get; } = Uids ?? throw new ArgumentNullException(nameof(Uids));
}
