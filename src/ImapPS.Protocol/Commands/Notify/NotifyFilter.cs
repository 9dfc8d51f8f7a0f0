namespace ImapPS.Protocol.Commands;

/// <summary>Which mailboxes a client wants to be told of (RFC 5465 section 6).</summary>
public enum NotifyFilter
{
    /// <summary>The selected mailbox; removals may be told at any time.</summary>
    Selected,

    /// <summary>The selected mailbox; removals are told when a command allows it.</summary>
    SelectedDelayed,

    /// <summary>All mailboxes into which mail may be delivered.</summary>
    Inboxes,

    /// <summary>All mailboxes of the personal namespace.</summary>
    Personal,

    /// <summary>All subscribed mailboxes.</summary>
    Subscribed,

    /// <summary>The named mailboxes and all below them.</summary>
    Subtree,

    /// <summary>The named mailboxes.</summary>
    Mailboxes,
}
