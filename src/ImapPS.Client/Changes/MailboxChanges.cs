using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Changes;

/// <summary>What happened in a mailbox since a moment.</summary>
/// <param name="Position">The moment up to which that is all: where to go on the next time.</param>
public sealed record MailboxChanges(WatchPosition Position)
{
    /// <summary>The mailbox has another UIDVALIDITY, that of <see cref="Position"/>: all that was known of it is void, and nothing else is told here.</summary>
    public bool IsReset { get; init; }

    /// <summary>The messages that are gone. As ranges, since without <see cref="WatchPosition.Known"/> it may name UIDs that never were.</summary>
    public UidSet Removed { get; init; } = UidSet.Empty;

    /// <summary>UID, flags and MODSEQ of known messages whose flags changed, by ascending UID. Where the mailbox keeps no modification sequences it is all known messages.</summary>
    public IReadOnlyList<FetchResponse> Changed { get; init; } = [];

    /// <summary>What was asked for of new messages, by ascending UID. One whose answer could not be read has only its UID and <see cref="FetchResponse.Problems"/>.</summary>
    public IReadOnlyList<FetchResponse> New { get; init; } = [];
}
