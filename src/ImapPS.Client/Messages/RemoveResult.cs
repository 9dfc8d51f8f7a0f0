using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>What became of one command's worth of messages that were to be deleted for good.</summary>
/// <param name="Requested">Which.</param>
public sealed record RemoveResult(UidSet Requested)
{
    /// <summary>Whether they are marked \Deleted; they still are if there is an error after that.</summary>
    public bool Marked { get; init; }

    /// <summary>Why it was not done, or not wholly; null if it was.</summary>
    public ImapException? Error { get; init; }
}
