namespace ImapPS.Loopback.Faults;

/// <summary>How a connection ends, or seems to.</summary>
public enum CutKind
{
    /// <summary>Closed in order: the peer reads the end of the stream.</summary>
    Close,

    /// <summary>Reset: the peer's next read or write fails.</summary>
    Reset,

    /// <summary>Nothing more is sent or read, and the connection stays open: a half-open line.</summary>
    Stall,
}
