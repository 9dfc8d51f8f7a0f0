namespace ImapPS.Protocol.Transcripts;

/// <summary>What a piece of a conversation is.</summary>
public enum TranscriptPieceKind
{
    /// <summary>A line outside literals; CRLF follows it.</summary>
    Line,

    /// <summary>Octets inside a literal.</summary>
    Literal,

    /// <summary>Octets inside a literal of which only the number is told.</summary>
    Filler,
}
