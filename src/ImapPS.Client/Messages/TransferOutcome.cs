using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>What became of a COPY or MOVE.</summary>
/// <param name="Copied">What the server told, or what was found, of new UIDs.</param>
/// <param name="Error">Why it was not done, or not wholly; null if it was.</param>
/// <param name="Unknown">Those of which it can't be told, after all that was looked up; the error speaks of these alone.</param>
internal sealed record TransferOutcome(CopySink Copied, ImapException? Error, UidSet Unknown);
