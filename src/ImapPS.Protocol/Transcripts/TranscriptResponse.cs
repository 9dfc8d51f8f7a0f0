namespace ImapPS.Protocol.Transcripts;

/// <summary>A response in a trace.</summary>
/// <param name="Time">When it began to come; null where the trace has no times.</param>
/// <param name="Text">The response as one line, its literals as {n}; the beginning of a long one.</param>
/// <param name="Octets">Its length with all literals and line ends.</param>
/// <param name="Pieces">All of it, if that was asked for.</param>
public sealed record TranscriptResponse(DateTime? Time, string Text, long Octets, IReadOnlyList<TranscriptPiece> Pieces);
