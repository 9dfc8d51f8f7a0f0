namespace ImapPS.Client.Messages;

/// <summary>What became of a message whose APPEND was not answered.</summary>
internal enum AppendFinding
{
    /// <summary>It is there.</summary>
    Added,

    /// <summary>Nothing came into the mailbox that could be it.</summary>
    NotAdded,

    /// <summary>Something came that may be it.</summary>
    Unknown,
}
