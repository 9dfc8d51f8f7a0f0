using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>What became of one command's worth of messages.</summary>
/// <param name="Method">How they were moved, or would have been.</param>
/// <param name="Requested">Which were to be moved.</param>
public sealed record MoveResult(MoveMethod Method, UidSet Requested)
{
    /// <summary>UIDVALIDITY of the destination; 0 if the server did not tell.</summary>
    public uint DestinationUidValidity { get; init; }

    /// <summary>Old to new UIDs; null if the server did not tell (no UIDPLUS), empty if none of them was there.</summary>
    public IReadOnlyDictionary<uint, uint>? NewUids { get; init; }

    /// <summary>Why it was not done, or not wholly; null if it was.</summary>
    public ImapException? Error { get; init; }

    /// <summary>
    /// Those of which it can't be told whether they were moved, the connection having been lost, after all that could be looked
    /// up; and those that were not moved, where others were. If there are any, <see cref="Error"/> is about these; the others
    /// were moved. Empty with an error: it is about all.
    /// </summary>
    public UidSet Unknown { get; init; } = UidSet.Empty;
}
