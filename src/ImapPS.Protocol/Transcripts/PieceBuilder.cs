using System.Buffers;
using System.Globalization;
using System.Text;
using ImapPS.Protocol.Grammar;

namespace ImapPS.Protocol.Transcripts;

/// <summary>Puts the pieces of one message together.</summary>
internal sealed class PieceBuilder
{
    private readonly ByteBufferWriter _line = new();
    private readonly List<TranscriptPiece> _pieces = [];
    private readonly List<int> _offsets = [];
    private int _offset;

    public IReadOnlyList<TranscriptPiece> Pieces => _pieces;

    /// <summary>Where in the message each piece begins.</summary>
    public IReadOnlyList<int> Offsets => _offsets;

    /// <summary>What is appended from here on belongs to what begins here in the message.</summary>
    public void At(int offset)
    {
        if (_line.Length == 0)
            _offset = offset;
    }

    public void Append(ReadOnlySpan<byte> octets) => _line.Write(octets);

    public void Append(string text) => _line.Write(Encoding.UTF8.GetBytes(text).AsSpan());

    /// <summary>A literal that is told.</summary>
    /// <param name="sign">"~" before the brace, or nothing.</param>
    /// <param name="octets">Its content.</param>
    /// <param name="filler">How many octets follow these that are not told.</param>
    /// <param name="plus">"+" where it did not wait, or nothing.</param>
    /// <param name="content">Where in the message it begins.</param>
    public void Literal(string sign, byte[] octets, long filler, string plus, int content)
    {
        Append(sign + "{" + (octets.Length + filler).ToString(CultureInfo.InvariantCulture) + plus + "}");
        EndLine();
        if (octets.Length > 0)
            Add(TranscriptPiece.Literal(octets), content);
        if (filler > 0)
            Add(TranscriptPiece.Filler(filler), content);
        _offset = content;
    }

    /// <summary>Ends a line; an empty one too.</summary>
    public void EndLine()
    {
        Add(TranscriptPiece.Line(_line.ToArray()), _offset);
        _line.Clear();
    }

    private void Add(TranscriptPiece piece, int offset)
    {
        _pieces.Add(piece);
        _offsets.Add(offset);
    }
}
