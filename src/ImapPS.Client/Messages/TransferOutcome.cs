using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>What became of a COPY or MOVE.</summary>
/// <param name="Done">Those that are in the destination; with a server that doesn't tell, those that it answered OK for.</param>
/// <param name="NewUids">Old to new UIDs, as told or found; null if neither.</param>
/// <param name="DestinationUidValidity">What the new UIDs hold under; 0 if there are none.</param>
/// <param name="Error">Why it was not done, or not wholly; null if it was.</param>
/// <param name="Unknown">Those of which it can't be told, after all that was looked up; the error speaks of these alone.</param>
internal sealed record TransferOutcome(UidSet Done, IReadOnlyDictionary<uint, uint>? NewUids, uint DestinationUidValidity, ImapException? Error, UidSet Unknown);
