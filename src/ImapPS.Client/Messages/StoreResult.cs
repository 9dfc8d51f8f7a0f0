using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>What became of one command's worth of flag changes.</summary>
/// <param name="Requested">Which messages were to be changed.</param>
public sealed record StoreResult(UidSet Requested)
{
    /// <summary>Messages that somebody changed since, and that were left alone.</summary>
    public UidSet Conflicts { get; init; } = UidSet.Empty;

    /// <summary>The flags as the server told them; null after a silent change. A message that is gone is not among them.</summary>
    public IReadOnlyDictionary<uint, MessageFlags>? NewFlags { get; init; }

    /// <summary>Why it was not done, or not wholly; null if it was.</summary>
    public ImapException? Error { get; init; }
}
