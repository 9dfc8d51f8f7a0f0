using ImapPS.Protocol.Values;

namespace ImapPS.Client.Checkpoints;

/// <summary>Where a run begins.</summary>
/// <param name="Position">What the file says.</param>
/// <param name="New">What is to be read.</param>
/// <param name="WereInDoubt">What was in doubt, there or not.</param>
/// <param name="End">All messages below it are in <paramref name="New"/>, or were taken before.</param>
internal sealed record CheckpointStart(MailboxPosition Position, UidSet New, UidSet WereInDoubt, uint End)
{
    /// <summary>All changes up to it can be told in this run; null where the mailbox keeps no modification sequences.</summary>
    public ulong? ModSeq { get; init; }

    /// <summary>What the last and the first of those to be read are known by.</summary>
    public IReadOnlyList<RecentMessage> Identities { get; init; } = [];

    public bool IsRenumbered { get; init; }
}
