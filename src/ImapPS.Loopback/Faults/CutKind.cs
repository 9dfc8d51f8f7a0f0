namespace ImapPS.Loopback.Faults;

/// <summary>How a connection ends, or seems to.</summary>
public enum CutKind
{
    /// <summary>Closed in order: the peer reads the end of the stream.</summary>
    Close,

    /// <summary>Reset: the peer's next read or write fails.</summary>
    Reset,

    /// <summary>Nothing more is sent or read, and the connection stays open: a peer that is gone without a word.</summary>
    Stall,

    /// <summary>
    /// Dead in one direction, and open: of what was being sent nothing more arrives, while what comes is still read and
    /// carried out. For octets received it is the same as <see cref="Stall"/>.
    /// </summary>
    HalfOpen,
}
