namespace ImapPS.Protocol.Framing;

/// <summary>A literal that was handed on in chunks: its place in the message and what its receiver made of it.</summary>
public sealed class DetachedLiteral
{
    internal DetachedLiteral(int offset, long length)
    {
        Offset = offset;
        Length = length;
    }

    /// <summary>Where the literal's octets would stand in <see cref="Framer.Message"/>: just behind the header's line end.</summary>
    public int Offset { get; }

    /// <summary>The announced length in octets.</summary>
    public long Length { get; }

    /// <summary>What the receiver of the chunks left here for the reader of the message; null if it was dropped.</summary>
    public object? Content { get; set; }
}
