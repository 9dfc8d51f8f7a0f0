using ImapPS.Protocol.Values;

namespace ImapPS.Client.Changes;

/// <summary>A moment in a mailbox's life: what came before it is known.</summary>
/// <param name="UidValidity">What the rest holds under.</param>
/// <param name="UidNext">All messages below it are known; 0 where the server doesn't tell: then those up to the last of Known.</param>
/// <param name="ModSeq">All changes up to it are known; null where the mailbox keeps no modification sequences.</param>
/// <param name="Known">
/// The messages that were there. Null if that wasn't noted: then a watch tells nothing of what was removed before it began, and
/// <see cref="MailboxGaps.ChangedSinceAsync"/> may tell of messages as removed that were gone before already.
/// </param>
public sealed record WatchPosition(uint UidValidity, uint UidNext, ulong? ModSeq = null, UidSet? Known = null);
