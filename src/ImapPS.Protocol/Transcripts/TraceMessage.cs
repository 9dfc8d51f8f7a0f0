namespace ImapPS.Protocol.Transcripts;

/// <summary>A command or response put together from the records of a trace.</summary>
/// <param name="Time">When it began.</param>
/// <param name="Ended">When it ended.</param>
/// <param name="Text">It as one line, literals as {n}, bounded.</param>
/// <param name="Octets">Its length.</param>
/// <param name="Pieces">All of it, if that was asked for.</param>
/// <param name="Incomplete">Whether a literal of it is shorter than announced.</param>
internal sealed record TraceMessage(DateTime? Time, DateTime? Ended, string Text, long Octets, IReadOnlyList<TranscriptPiece> Pieces, bool Incomplete);
