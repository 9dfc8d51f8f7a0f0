namespace ImapPS.Faults.Tests.Matrix;

/// <summary>What another client, or the server's keeper, does while there is no connection.</summary>
internal enum Meddling
{
    None,

    /// <summary>Expunges the second message.</summary>
    Expunges,

    /// <summary>Moves the second message to another mailbox.</summary>
    Moves,

    /// <summary>Flags the second message.</summary>
    Flags,

    /// <summary>Gives INBOX a new UIDVALIDITY.</summary>
    RenewsSource,

    /// <summary>Gives the destination a new UIDVALIDITY.</summary>
    RenewsTarget,

    /// <summary>Makes a mailbox of the name that is to be given.</summary>
    TakesName,

    /// <summary>Removes the other mailbox, if it is still there, and makes one of the same name.</summary>
    RecreatesTarget,

    /// <summary>Removes the other mailbox.</summary>
    RemovesTarget,

    /// <summary>Adds a message to the other mailbox, if it is still there.</summary>
    DeliversToTarget,
}
