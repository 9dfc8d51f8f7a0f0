namespace ImapPS.Client.Measuring;

/// <summary>What a mailbox's messages are parted by.</summary>
[Flags]
public enum MeasureBy
{
    /// <summary>Not at all: little is read.</summary>
    None = 0,

    /// <summary>The domain of the first From address.</summary>
    Sender = 1,

    /// <summary>The month of INTERNALDATE in this machine's zone.</summary>
    Month = 2,

    /// <summary>The media types of the parts.</summary>
    Type = 4,
}
