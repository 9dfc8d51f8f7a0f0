namespace ImapPS.Client.Checkpoints;

/// <summary>What to do when a mailbox has another UIDVALIDITY than its checkpoint: what is known of its UIDs is void then.</summary>
public enum UidValidityRule
{
    /// <summary>Nothing: an error, so that a person decides.</summary>
    Stop,

    /// <summary>Finds the messages that were taken last again, by Message-ID and date, and goes on behind them.</summary>
    Resume,

    /// <summary>Begins anew: all messages count as new.</summary>
    Restart,
}
