using ImapPS.Client.Connection;
using ImapPS.Protocol.Commands;

namespace ImapPS.Client.Session;

/// <summary>Takes what SELECT with QRESYNC tells of the time since something was known of the mailbox (RFC 7162 section 3.2.5).</summary>
internal abstract class ResyncSink(SelectResync known) : ResponseSink
{
    /// <summary>What is known.</summary>
    public SelectResync Known { get; } = known;

    /// <summary>Whether the mailbox had to be opened, and by such a SELECT: otherwise nothing is told here.</summary>
    public bool IsSent { get; set; }

    /// <summary>Up to it all was told; null if the mailbox keeps no modification sequences, and nothing was.</summary>
    public ulong? HighestModSeq { get; set; }

    /// <summary>What came so far was of the mailbox that was open before.</summary>
    public abstract void Reset();
}
