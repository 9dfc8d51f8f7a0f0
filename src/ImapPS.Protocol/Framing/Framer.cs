using ImapPS.Protocol.Limits;

namespace ImapPS.Protocol.Framing;

/// <summary>
/// Cuts a byte stream into messages (responses, or commands on the server side) without parsing them. Bytes go in by
/// <see cref="GetMemory"/> and <see cref="Advance"/> in any chunking; frames come out of <see cref="Read"/>.
/// </summary>
/// <remarks>
/// <code>
/// literal  = "{" number64 ["+"] "}" CRLF *CHAR8        ; RFC 9051 section 9
/// literal8 = "~{" number64 ["+"] "}" CRLF *OCTET
/// </code>
/// A message is contiguous in the buffer with its small literals in place, so that it is parsed where it lies. A large
/// literal leaves only its header there (<see cref="DetachedLiteral"/>). LF without CR ends a line too.
/// </remarks>
public sealed class Framer
{
    private const int InitialSize = 64 * 1024;

    private readonly ProtocolLimits _limits;
    private readonly bool _commands;
    private readonly List<DetachedLiteral> _detached = [];
    private byte[] _buffer = new byte[InitialSize];
    private int _start;      // first byte of the current message
    private int _scan;       // up to here the message has been looked at
    private int _lineStart;  // first byte of the current line
    private int _end;        // end of what was received
    private int _consumed;   // bytes at _scan that were handed out as a chunk
    private long _literalLeft;
    private long _syncPending = -1;
    private bool _literalsAllowed;
    private bool _messageDone;
    private State _state;

    /// <param name="limits">The bounds; <see cref="ProtocolLimits.Default"/> if null.</param>
    /// <param name="commands">True on the server side, where commands are read.</param>
    public Framer(ProtocolLimits? limits = null, bool commands = false)
    {
        _limits = limits ?? ProtocolLimits.Default;
        _commands = commands;
    }

    private enum State
    {
        Line,
        Detached,
        DetachedEnd,
    }

    /// <summary>The current message up to where it is known. Valid until the next call of <see cref="Read"/> or <see cref="GetMemory"/>.</summary>
    public ReadOnlyMemory<byte> Message => _buffer.AsMemory(_start, _scan - _start);

    /// <summary>The literals of the current message that were handed on in chunks.</summary>
    public IReadOnlyList<DetachedLiteral> Detached => _detached;

    /// <summary>The current message's length as far as it is known, the literals that were handed on in chunks included.</summary>
    public long MessageLength
    {
        get
        {
            long length = _scan - _start;
            foreach (var literal in _detached)
                length += literal.Length;
            return length;
        }
    }

    /// <summary>The length of the literal that begins, or that waits for a continuation request.</summary>
    public long LiteralLength { get; private set; }

    /// <summary>The current piece of a large literal. Valid until the next call of <see cref="Read"/>.</summary>
    public ReadOnlyMemory<byte> Chunk => _buffer.AsMemory(_scan, _consumed);

    /// <summary>How many received bytes have not been handed out yet. After STARTTLS this must be 0.</summary>
    public int Buffered => _messageDone ? _end - _scan : _end - _start;

    /// <summary>Room for the next read from the transport, at least <paramref name="minimum"/> bytes.</summary>
    public Memory<byte> GetMemory(int minimum = 4096)
    {
        FinishPrevious();
        if (_start == _end)
        {
            _start = _scan = _lineStart = _end = 0;
            if (_buffer.Length > 4 * InitialSize)
                _buffer = new byte[InitialSize];
        }

        if (_buffer.Length - _end < minimum)
            MakeRoom(minimum);
        return _buffer.AsMemory(_end);
    }

    /// <summary>Says how many bytes were written into what <see cref="GetMemory"/> gave.</summary>
    public void Advance(int count) => _end += count;

    /// <summary>Takes bytes by copy: for tests and for callers that hold a buffer of their own.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return;
        bytes.CopyTo(GetMemory(bytes.Length).Span);
        Advance(bytes.Length);
    }

    /// <summary>Forgets everything received, as STARTTLS asks for (RFC 9051 section 11.1).</summary>
    /// <returns>How many bytes were dropped.</returns>
    public int Reset()
    {
        var dropped = Buffered;
        _start = _scan = _lineStart = _end = _consumed = 0;
        _literalLeft = 0;
        _syncPending = -1;
        _messageDone = false;
        _state = State.Line;
        _detached.Clear();
        return dropped;
    }

    /// <summary>Takes out what came behind the last message: behind the OK of COMPRESS it is compressed (RFC 4978 section 3).</summary>
    public byte[] TakeRest()
    {
        FinishPrevious();
        var rest = _buffer.AsSpan(_start, _end - _start).ToArray();
        Reset();
        return rest;
    }

    /// <summary>Server side: gives up the command whose literal was refused; its line has been taken out.</summary>
    public void AbandonCommand()
    {
        _syncPending = -1;
        _messageDone = true;
        FinishPrevious();
    }

    /// <summary>Finds the next frame in what was received.</summary>
    /// <exception cref="FramingException">A limit was passed: the connection can't be used any more.</exception>
    public FrameKind Read()
    {
        FinishPrevious();
        while (true)
        {
            switch (_state)
            {
                case State.Detached:
                    if (_end == _scan)
                        return FrameKind.None;
                    _consumed = (int)Math.Min(_end - _scan, _literalLeft);
                    _literalLeft -= _consumed;
                    if (_literalLeft == 0)
                        _state = State.DetachedEnd;
                    return FrameKind.LiteralChunk;
                case State.DetachedEnd:
                    _state = State.Line;
                    _lineStart = _scan;
                    return FrameKind.LiteralEnd;
                default:
                    var kind = ReadLine(out var again);
                    if (!again)
                        return kind;
                    break;
            }
        }
    }

    private FrameKind ReadLine(out bool again)
    {
        again = false;
        if (_syncPending >= 0)
        {
            // The continuation request has been sent, or will be: the literal comes next.
            BeginLiteral(_syncPending, out var kind);
            _syncPending = -1;
            if (kind != FrameKind.None)
                return kind;
        }

        if (_literalLeft > 0)
        {
            // A small literal: wait until it is here, then go on behind it.
            var have = (int)Math.Min(_end - _scan, _literalLeft);
            _scan += have;
            _literalLeft -= have;
            if (_literalLeft > 0)
                return FrameKind.None;
            _lineStart = _scan;
        }

        var newline = _buffer.AsSpan(_scan, _end - _scan).IndexOf((byte)'\n');
        if (newline < 0)
        {
            _scan = _end;
            CheckLine();
            return FrameKind.None;
        }

        _scan += newline + 1;
        CheckLine();
        if (_lineStart == _start)
        {
            if (IsBlank(_buffer.AsSpan(_start, _scan - _start)) && !_commands)
            {
                _start = _lineStart = _scan;
                again = true;
                return FrameKind.None;
            }

            _literalsAllowed = _commands || LiteralHeader.MayStandIn(_buffer.AsSpan(_start, _scan - _start));
        }

        if (!_literalsAllowed || !LiteralHeader.TryParse(_buffer.AsSpan(_lineStart, _scan - _lineStart), out var length, out var synchronizing))
        {
            _messageDone = true;
            return FrameKind.Message;
        }

        if (length > _limits.MaxLiteralSize)
            throw new FramingException($"A literal of {length} bytes was announced; the limit is {_limits.MaxLiteralSize} (MaxLiteralSize).", nameof(ProtocolLimits.MaxLiteralSize));

        LiteralLength = length;
        _lineStart = _scan;
        if (_commands && synchronizing)
        {
            _syncPending = length;
            return FrameKind.ContinuationNeeded;
        }

        BeginLiteral(length, out var begun);
        again = begun == FrameKind.None;
        return begun;
    }

    private void BeginLiteral(long length, out FrameKind kind)
    {
        _literalLeft = length;
        if (length <= _limits.LiteralThreshold)
        {
            if (_scan - _start + length > _limits.MaxResponseSize)
                throw TooLarge();
            kind = FrameKind.None;
            return;
        }

        if (_detached.Count >= _limits.MaxListLength)
            throw new FramingException("A response has too many large literals (MaxListLength).", nameof(ProtocolLimits.MaxListLength));
        _detached.Add(new DetachedLiteral(_scan - _start, length));
        LiteralLength = length;
        _state = State.Detached;
        kind = FrameKind.LiteralBegin;
    }

    private void CheckLine()
    {
        if (_scan - _lineStart > _limits.MaxLineLength)
            throw new FramingException($"A line is longer than {_limits.MaxLineLength} bytes (MaxLineLength).", nameof(ProtocolLimits.MaxLineLength));
        if (_scan - _start > _limits.MaxResponseSize)
            throw TooLarge();
    }

    private FramingException TooLarge() =>
        new($"A response is larger than {_limits.MaxResponseSize} bytes (MaxResponseSize).", nameof(ProtocolLimits.MaxResponseSize));

    /// <summary>Takes out of the buffer what the last call of <see cref="Read"/> handed out.</summary>
    private void FinishPrevious()
    {
        if (_consumed > 0)
        {
            // The chunk's bytes go; what came before them stays as the beginning of the message.
            var rest = _end - _scan - _consumed;
            Buffer.BlockCopy(_buffer, _scan + _consumed, _buffer, _scan, rest);
            _end = _scan + rest;
            _consumed = 0;
        }

        if (!_messageDone)
            return;
        _messageDone = false;
        _start = _lineStart = _scan;
        if (_detached.Count > 0)
            _detached.Clear();
    }

    private void MakeRoom(int minimum)
    {
        var used = _end - _start;
        var target = _buffer;
        if (_buffer.Length - used < minimum)
            target = new byte[Math.Max(_buffer.Length * 2, used + minimum)];
        Buffer.BlockCopy(_buffer, _start, target, 0, used);
        _scan -= _start;
        _lineStart -= _start;
        _end = used;
        _start = 0;
        _buffer = target;
    }

    private static bool IsBlank(ReadOnlySpan<byte> line) => line.Length == 1 || (line.Length == 2 && line[0] == '\r');
}
