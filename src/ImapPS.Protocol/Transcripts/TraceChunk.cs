namespace ImapPS.Protocol.Transcripts;

/// <summary>What one record of a trace says, whatever form the trace has.</summary>
/// <param name="Time">When; null where the trace has no times.</param>
/// <param name="Connection">Which connection, counted from 1.</param>
/// <param name="Direction">Whose words they are.</param>
/// <param name="Piece">The words.</param>
public readonly record struct TraceChunk(DateTime? Time, int Connection, TranscriptDirection Direction, TranscriptPiece Piece);
