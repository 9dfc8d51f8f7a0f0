using System.Text;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Framing;
using ImapPS.Protocol.Transcripts;

namespace ImapPS.Client.Connection;

/// <summary>One connection's part of a transcript: what each side says, piece by piece, as it is said.</summary>
internal sealed class ConnectionTranscript
{
    private readonly Transcript _transcript;
    private readonly int _number;
    private readonly Way[] _ways = [new(true), new(false)];

    public ConnectionTranscript(Transcript transcript)
    {
        _transcript = transcript;
        _number = transcript.NextConnection();
    }

    public void Note(string text) => _transcript.Note(text, _number);

    /// <summary>What is shown in place of a challenge, or of the answer to one.</summary>
    public void Hidden(TranscriptDirection direction, string text)
    {
        foreach (var way in Wanted())
            Write(way, direction, TranscriptPiece.Line(Encoding.ASCII.GetBytes(text)));
    }

    /// <summary>A response, or what of it comes before a literal that is handed on in chunks.</summary>
    public void Received(ReadOnlySpan<byte> message, IReadOnlyList<DetachedLiteral> detached, bool complete)
    {
        if (!_transcript.IsActive)
            return;
        foreach (var way in _ways)
        {
            if (_transcript.Wants(way.Redacted))
            {
                var pieces = _transcript.Redactor.Response(message, detached, complete, way.Redacted);
                // The literal that begins is told by its chunks, or as filler at its end.
                var count = complete ? pieces.Count : pieces.Count - 1;
                Write(way, TranscriptDirection.Server, pieces.Skip(way.Received).Take(count - way.Received));
                way.Received = complete ? 0 : pieces.Count;
            }
        }
    }

    /// <summary>Octets of a literal that is handed on in chunks.</summary>
    public void ReceivedChunk(ReadOnlyMemory<byte> chunk)
    {
        if (_transcript.Wants(false))
            Write(_ways[1], TranscriptDirection.Server, TranscriptPiece.Literal(chunk.ToArray()));
    }

    /// <summary>Such a literal is here.</summary>
    public void ReceivedLiteral(long length)
    {
        if (_transcript.Wants(true) && length > 0)
            Write(_ways[0], TranscriptDirection.Server, TranscriptPiece.Filler(length));
    }

    /// <summary>A command that is about to be sent.</summary>
    public void Begin(EncodedCommand command)
    {
        foreach (var way in _ways)
            way.Begin(_transcript.Wants(way.Redacted) ? _transcript.Redactor.Command(command, way.Redacted) : [], command.HasSecret);
    }

    /// <summary>Lines that are sent, which hold nothing to hide.</summary>
    public void Sent(string lines)
    {
        foreach (var line in lines.Split(["\r\n"], StringSplitOptions.RemoveEmptyEntries))
            Hidden(TranscriptDirection.Client, line);
    }

    /// <summary>So many more octets of it are sent now.</summary>
    public void Sent(int octets)
    {
        foreach (var way in Wanted())
            Write(way, TranscriptDirection.Client, way.Advance(octets));
    }

    /// <summary>Octets of a literal that is read while it is sent.</summary>
    public void SentChunk(ReadOnlyMemory<byte> chunk)
    {
        if (_transcript.Wants(false))
            Write(_ways[1], TranscriptDirection.Client, TranscriptPiece.Literal(chunk.ToArray()));
    }

    /// <summary>Such a literal is sent.</summary>
    public void SentLiteral()
    {
        foreach (var way in _ways)
        {
            if (way.TakeFiller() is { } filler && way.Redacted)
                Write(way, TranscriptDirection.Client, filler);
        }
    }

    private IEnumerable<Way> Wanted() => _transcript.IsActive ? _ways.Where(w => _transcript.Wants(w.Redacted)) : [];

    private void Write(Way way, TranscriptDirection direction, TranscriptPiece piece) => Write(way, direction, [piece]);

    private void Write(Way way, TranscriptDirection direction, IEnumerable<TranscriptPiece> pieces) => _transcript.Write(_number, direction, pieces, way.Redacted);

    /// <summary>How far a message is told, redacted or complete.</summary>
    private sealed class Way(bool redacted)
    {
        private IReadOnlyList<KeyValuePair<int, TranscriptPiece>> _sending = [];
        private int _next;
        private int _octets;

        public bool Redacted => redacted;

        /// <summary>How many pieces of the response that is coming in are told.</summary>
        public int Received { get; set; }

        public void Begin(IReadOnlyList<KeyValuePair<int, TranscriptPiece>> pieces, bool atOnce)
        {
            _sending = pieces;
            _next = 0;
            _octets = atOnce ? int.MaxValue / 2 : 0;
        }

        /// <summary>The pieces that begin within the octets sent so far.</summary>
        public IEnumerable<TranscriptPiece> Advance(int octets)
        {
            _octets += octets;
            while (_next < _sending.Count && _sending[_next].Key < _octets)
                yield return _sending[_next++].Value;
        }

        public TranscriptPiece? TakeFiller() =>
            _next < _sending.Count && _sending[_next].Value.Kind == TranscriptPieceKind.Filler ? _sending[_next++].Value : null;
    }
}
