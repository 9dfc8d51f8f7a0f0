namespace ImapPS.Protocol.Transcripts;

/// <summary>A form in which traces are written.</summary>
internal abstract class TraceFormat
{
    /// <summary>What it is called.</summary>
    public abstract string Name { get; }

    /// <summary>Whether the content of literals is in it.</summary>
    public virtual bool HasLiterals => true;

    /// <summary>Whether its octets can be counted on: nothing was folded, indented or lost.</summary>
    public virtual bool IsExact => false;

    /// <summary>Whether a line can only be of this form.</summary>
    public abstract bool Recognizes(string line);

    /// <summary>Reads a line.</summary>
    /// <param name="line">Its octets as Latin-1, the line end taken off.</param>
    /// <param name="conversation">The connection of this number so far.</param>
    public abstract IEnumerable<TraceChunk> Read(string line, Func<int, TraceConversation> conversation);

    /// <summary>What is left at the end.</summary>
    public virtual IEnumerable<TraceChunk> End() => [];

    protected static TranscriptPiece Line(string latin1) => TranscriptPiece.Line(Grammar.ByteText.Latin1.GetBytes(latin1));
}
