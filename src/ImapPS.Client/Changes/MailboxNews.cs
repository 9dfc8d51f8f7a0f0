namespace ImapPS.Client.Changes;

/// <summary>What the server hinted at: where to look for changes.</summary>
[Flags]
internal enum MailboxNews
{
    None = 0,

    /// <summary>EXISTS: messages may have come.</summary>
    Arrivals = 1,

    /// <summary>FETCH: flags may have changed.</summary>
    Flags = 2,

    /// <summary>EXPUNGE or VANISHED: messages may be gone.</summary>
    Removals = 4,

    All = Arrivals | Flags | Removals,
}
