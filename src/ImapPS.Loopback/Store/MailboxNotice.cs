using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Loopback.Store;

/// <summary>Something that happened to a mailbox.</summary>
/// <param name="Name">Which one; the new name of one that was renamed.</param>
/// <param name="Event">What.</param>
/// <param name="OldName">The name until now of a mailbox that was renamed; null otherwise.</param>
internal sealed record MailboxNotice(MailboxName Name, NotifyEvents Event, MailboxName? OldName = null);
