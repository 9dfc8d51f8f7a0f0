using ImapPS.Protocol.Commands;

namespace ImapPS.Client.Messages;

/// <summary>A change of Gmail's labels.</summary>
/// <param name="Mode">Whether the labels are added, taken away, or put in place of all.</param>
/// <param name="Labels">Names as those of mailboxes; Gmail's own begin with a backslash: \Inbox, \Starred, \Important.</param>
public sealed record LabelRequest(StoreMode Mode, IReadOnlyList<string> Labels);
