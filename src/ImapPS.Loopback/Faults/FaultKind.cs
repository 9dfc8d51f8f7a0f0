namespace ImapPS.Loopback.Faults;

/// <summary>What an ordered fault does.</summary>
public enum FaultKind
{
    /// <summary>The command is carried out; the connection ends after so many octets of its answer.</summary>
    CutAfter,

    /// <summary>The command is carried out; its answer comes later.</summary>
    Delay,

    /// <summary>The command is answered NO and not carried out.</summary>
    No,

    /// <summary>The command is answered BAD and not carried out.</summary>
    Bad,

    /// <summary>Before the command a mailbox gets a new UIDVALIDITY and new UIDs; who has it open is told BYE.</summary>
    UidValidityChange,

    /// <summary>From the command on, each one like it is answered NO until some time is over, as servers do that limit their clients.</summary>
    Throttle,
}
