namespace ImapPS.Protocol.Commands;

/// <summary>What a client wants to be told of mailboxes (RFC 5465 section 5).</summary>
[Flags]
public enum NotifyEvents
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Messages came. Only together with <see cref="MessageExpunge"/>.</summary>
    MessageNew = 1,

    /// <summary>Messages went. Only together with <see cref="MessageNew"/>.</summary>
    MessageExpunge = 2,

    /// <summary>Flags changed. Only together with the two before.</summary>
    FlagChange = 4,

    /// <summary>Annotations of messages changed (RFC 5257).</summary>
    AnnotationChange = 8,

    /// <summary>Mailboxes were made, deleted or renamed.</summary>
    MailboxName = 16,

    /// <summary>Mailboxes were subscribed or unsubscribed.</summary>
    SubscriptionChange = 32,

    /// <summary>Metadata of mailboxes changed (RFC 5464).</summary>
    MailboxMetadataChange = 64,

    /// <summary>Metadata of the server changed (RFC 5464).</summary>
    ServerMetadataChange = 128,
}
