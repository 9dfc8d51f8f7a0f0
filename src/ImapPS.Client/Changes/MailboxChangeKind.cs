namespace ImapPS.Client.Changes;

/// <summary>What happened in a mailbox.</summary>
public enum MailboxChangeKind
{
    /// <summary>A message came.</summary>
    New,

    /// <summary>A message's flags changed.</summary>
    Flags,

    /// <summary>A message is gone.</summary>
    Removed,

    /// <summary>The mailbox has another UIDVALIDITY: it was made anew, and all that was known of its messages is void.</summary>
    MailboxChanged,
}
