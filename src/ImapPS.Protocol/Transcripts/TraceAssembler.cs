using System.Text;
using ImapPS.Protocol.Framing;
using ImapPS.Protocol.Grammar;

namespace ImapPS.Protocol.Transcripts;

/// <summary>
/// Puts one side's records together to messages. Where a trace lost octets, a literal can't be followed by its count alone;
/// who knows better ends it (<see cref="Cut"/>).
/// </summary>
internal sealed class TraceAssembler(TranscriptDirection direction, bool keepContent)
{
    private const int MaxText = 2_000;
    private const int LineEnd = 2;

    private readonly StringBuilder _text = new();
    private List<TranscriptPiece> _pieces = [];
    private DateTime? _time;
    private DateTime? _ended;
    private long _octets;
    private long _literalLeft;
    private bool _begun;
    private bool _literalsAllowed;

    /// <summary>How many octets of a literal are still to come.</summary>
    public long LiteralLeft => _literalLeft;

    /// <summary>Whether a message has begun and not ended.</summary>
    public bool IsOpen => _begun;

    /// <summary>What there is of the message that has begun.</summary>
    public string OpenText => _text.ToString();

    /// <summary>Takes a piece.</summary>
    /// <param name="time">When it was said.</param>
    /// <param name="piece">What was said.</param>
    /// <param name="hasLiterals">Whether the trace has the content of literals at all.</param>
    /// <returns>The message that ends with it; null if it goes on.</returns>
    public TraceMessage? Take(DateTime? time, TranscriptPiece piece, bool hasLiterals)
    {
        if (!_begun)
            _time = time;
        _ended = time;
        if (piece.Kind != TranscriptPieceKind.Line)
        {
            // Content that no literal waits for is passed over: the trace lacks what came before.
            if (_literalLeft > 0)
                TakeContent(piece);
            return null;
        }

        var line = piece.Octets;
        if (_literalLeft > 0)
        {
            if (line.Length + LineEnd <= _literalLeft)
            {
                TakeContent(TranscriptPiece.Literal([.. line, (byte)'\r', (byte)'\n']));
                return null;
            }

            var inside = (int)Math.Min(_literalLeft, line.Length);
            TakeContent(TranscriptPiece.Literal(line.AsSpan(0, inside).ToArray()));
            // An end of line that was one octet in the conversation is taken for the literal's.
            var wasEnd = _literalLeft > 0;
            _literalLeft = 0;
            if (wasEnd)
                return null;
            line = line.AsSpan(inside).ToArray();
        }

        return TakeLine(line, hasLiterals);
    }

    /// <summary>Ends the message that is open, as it is; null if there is none.</summary>
    public TraceMessage? Cut() => _begun ? Finish(incomplete: true) : null;

    private TraceMessage? TakeLine(byte[] line, bool hasLiterals)
    {
        byte[] withEnd = [.. line, (byte)'\n'];
        // Between messages an empty line says nothing.
        if (!_begun && Array.TrueForAll(line, static b => b == ' '))
            return null;
        if (!_begun)
            _literalsAllowed = direction == TranscriptDirection.Client || LiteralHeader.MayStandIn(withEnd);
        _begun = true;
        _octets += line.Length + LineEnd;
        Append(ByteText.ToText(line.AsSpan(0, Math.Min(line.Length, MaxText * 4))));
        if (keepContent)
            _pieces.Add(TranscriptPiece.Line(line));
        if (!_literalsAllowed || !LiteralHeader.TryParse(withEnd, out var length, out _))
            return Finish(incomplete: false);
        _literalLeft = hasLiterals ? length : 0;
        return null;
    }

    private void TakeContent(TranscriptPiece piece)
    {
        var length = Math.Min(piece.Length, _literalLeft);
        _literalLeft -= length;
        _octets += length;
        if (keepContent && length > 0)
            _pieces.Add(piece.Length == length ? piece : new TranscriptPiece(piece.Kind, piece.Octets.AsSpan(0, (int)Math.Min(piece.Octets.Length, length)).ToArray(), length));
    }

    private TraceMessage Finish(bool incomplete)
    {
        var message = new TraceMessage(_time, _ended, _text.ToString(), _octets, _pieces, incomplete);
        _text.Clear();
        _pieces = [];
        _octets = _literalLeft = 0;
        _begun = false;
        return message;
    }

    private void Append(string text) => _text.Append(text, 0, Math.Min(text.Length, Math.Max(0, MaxText - _text.Length)));
}
