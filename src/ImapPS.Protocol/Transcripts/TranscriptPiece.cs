namespace ImapPS.Protocol.Transcripts;

/// <summary>A piece of what one side says.</summary>
/// <param name="Kind">A line, or octets of a literal.</param>
/// <param name="Octets">The line without its end, or the octets; empty for filler.</param>
/// <param name="Length">How many octets of the conversation it stands for, a line's end not counted.</param>
public readonly record struct TranscriptPiece(TranscriptPieceKind Kind, byte[] Octets, long Length)
{
    public static TranscriptPiece Line(byte[] octets) => new(TranscriptPieceKind.Line, octets, octets.Length);

    public static TranscriptPiece Literal(byte[] octets) => new(TranscriptPieceKind.Literal, octets, octets.Length);

    public static TranscriptPiece Filler(long length) => new(TranscriptPieceKind.Filler, [], length);
}
