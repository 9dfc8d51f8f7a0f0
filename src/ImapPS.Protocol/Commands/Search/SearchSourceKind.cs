namespace ImapPS.Protocol.Commands;

/// <summary>Which mailboxes a multi-mailbox search looks through (RFC 7377 section 2.2, RFC 5465 section 6).</summary>
public enum SearchSourceKind
{
    /// <summary>The selected mailbox.</summary>
    Selected,

    /// <summary>All mailboxes into which mail may be delivered.</summary>
    Inboxes,

    /// <summary>All mailboxes of the personal namespace.</summary>
    Personal,

    /// <summary>All subscribed mailboxes.</summary>
    Subscribed,

    /// <summary>The named mailboxes and all below them.</summary>
    Subtree,

    /// <summary>The named mailboxes and those one level below them.</summary>
    SubtreeOne,

    /// <summary>The named mailboxes.</summary>
    Mailboxes,
}
