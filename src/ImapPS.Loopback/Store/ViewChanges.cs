namespace ImapPS.Loopback.Store;

/// <summary>What a session is to be told of its mailbox, in the order in which it is to be told.</summary>
internal sealed class ViewChanges
{
    /// <summary>Sequence numbers from the last to the first.</summary>
    public List<(int Sequence, LoopbackMessage Message)> Expunged { get; } = [];

    /// <summary>The new count if messages came; otherwise null.</summary>
    public int? Exists { get; set; }

    /// <summary>The messages that came.</summary>
    public List<LoopbackMessage> Added { get; } = [];

    /// <summary>Messages whose flags changed, by ascending sequence number.</summary>
    public List<(int Sequence, LoopbackMessage Message)> Changed { get; } = [];
}
