using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>What became of one command's worth of flag changes.</summary>
/// <param name="Requested">Which messages were to be changed.</param>
public sealed record StoreResult(UidSet Requested)
{
    /// <summary>Messages that somebody changed since, and that were left alone (<see cref="StoreRequest.UnchangedSince"/>).</summary>
    public UidSet Conflicts { get; init; } = UidSet.Empty;

    /// <summary>
    /// Messages that were changed since and have what was asked for, the connection having been lost: it can't be told whether
    /// that was this change or somebody else's. If there are any, <see cref="Error"/> is about these.
    /// </summary>
    public UidSet Unknown { get; init; } = UidSet.Empty;

    /// <summary>UID, FLAGS and MODSEQ as they are now of those in <see cref="Conflicts"/> and <see cref="Unknown"/>; one that is gone is not among them.</summary>
    public IReadOnlyDictionary<uint, FetchResponse> Current { get; init; } = new Dictionary<uint, FetchResponse>();

    /// <summary>The flags as the server told them; null after a silent change. A message that is gone is not among them.</summary>
    public IReadOnlyDictionary<uint, MessageFlags>? NewFlags { get; init; }

    /// <summary>Why it was not done, or not wholly; null if it was.</summary>
    public ImapException? Error { get; init; }
}
