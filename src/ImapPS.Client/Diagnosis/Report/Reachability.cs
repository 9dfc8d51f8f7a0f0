namespace ImapPS.Client.Diagnosis;

/// <summary>What became of a TCP connection to one address.</summary>
public enum Reachability
{
    Reachable,

    /// <summary>The machine answered that nothing listens there.</summary>
    Refused,

    /// <summary>No answer in time: a firewall drops it, or the machine is gone.</summary>
    NoAnswer,

    /// <summary>It failed in another way.</summary>
    Failed,

    /// <summary>This machine has no way to that kind of address.</summary>
    NotTestable,
}
