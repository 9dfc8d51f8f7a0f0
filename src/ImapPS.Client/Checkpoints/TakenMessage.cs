using ImapPS.Client.Changes;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Checkpoints;

/// <summary>Something that a script was told of a message, and has taken.</summary>
/// <param name="Mailbox">The mailbox's name as people read it.</param>
/// <param name="UidValidity">What the UID holds under.</param>
/// <param name="Uid">Which message.</param>
public sealed record TakenMessage(string Mailbox, uint UidValidity, uint Uid)
{
    /// <summary>What it was told. Default: that it is there.</summary>
    public MailboxChangeKind Kind { get; init; }

    /// <summary>With which modification sequence; null if there was none.</summary>
    public ulong? ModSeq { get; init; }

    /// <summary>With which flags; null if they were not told.</summary>
    public MessageFlags? Flags { get; init; }

    public override string ToString() => $"UID {Uid} of '{SafeText.Clean(Mailbox)}'";
}
