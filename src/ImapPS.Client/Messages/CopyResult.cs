using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>What became of one command's worth of copies.</summary>
/// <param name="Requested">Which were to be copied.</param>
public sealed record CopyResult(UidSet Requested)
{
    /// <summary>UIDVALIDITY of the destination; 0 if the server did not tell.</summary>
    public uint DestinationUidValidity { get; init; }

    /// <summary>Old to new UIDs; null if the server did not tell: it has no UIDPLUS, or none of them was there.</summary>
    public IReadOnlyDictionary<uint, uint>? NewUids { get; init; }

    /// <summary>Why it was not done; null if it was. COPY copies all or none.</summary>
    public ImapException? Error { get; init; }

    /// <summary>
    /// Those of which it can't be told whether they were copied, the connection having been lost, after all that could be looked
    /// up; and those that were not copied, where others were. If there are any, <see cref="Error"/> is about these; the others
    /// were copied. Empty with an error: it is about all.
    /// </summary>
    public UidSet Unknown { get; init; } = UidSet.Empty;
}
