using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Changes;

/// <summary>One thing that happened in a mailbox.</summary>
/// <param name="Kind">What.</param>
/// <param name="Mailbox">Where.</param>
/// <param name="UidValidity">What the UID holds under; the new one with <see cref="MailboxChangeKind.MailboxChanged"/>.</param>
/// <param name="Uid">Which message; 0 with <see cref="MailboxChangeKind.MailboxChanged"/>.</param>
public sealed record MailboxChange(MailboxChangeKind Kind, MailboxName Mailbox, uint UidValidity, uint Uid)
{
    /// <summary>What was asked for of a new message; flags and MODSEQ of one whose flags changed; null otherwise.</summary>
    public FetchResponse? Message { get; init; }
}
