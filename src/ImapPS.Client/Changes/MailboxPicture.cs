using ImapPS.Protocol.Values;

namespace ImapPS.Client.Changes;

/// <summary>
/// What is known of a mailbox: changes are what is different the next time. So it makes no difference whether the time
/// between was a moment of IDLE or an hour without a connection.
/// </summary>
internal sealed class MailboxPicture(uint uidValidity, UidSet uids)
{
    public uint UidValidity { get; } = uidValidity;

    /// <summary>The messages that are known to be there.</summary>
    public UidSet Uids { get; set; } = uids;

    /// <summary>Below it all messages are known.</summary>
    public uint UidNext { get; set; } = uids.IsEmpty ? 1 : uids[uids.RangeCount - 1].Last + 1;

    /// <summary>Up to it all changes of flags are known; null where the mailbox keeps no modification sequences.</summary>
    public ulong? ModSeq { get; set; }

    /// <summary>Messages whose state is known beyond <see cref="ModSeq"/>: those that were told of as new.</summary>
    public Dictionary<uint, ulong> Ahead { get; } = [];

    /// <summary>The flags of each message, where there is no <see cref="ModSeq"/> to ask by.</summary>
    public Dictionary<uint, MessageFlags> Flags { get; } = [];
}
