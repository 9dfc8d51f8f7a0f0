namespace ImapPS.Client.Mailboxes;

/// <summary>What became of a command whose answer was lost.</summary>
internal enum MailboxFate
{
    /// <summary>All is as it asked for.</summary>
    Done,

    /// <summary>All is as it was.</summary>
    NotDone,

    /// <summary>Neither can be said: somebody else had a hand in it, or the server doesn't show enough.</summary>
    Unknown,
}
