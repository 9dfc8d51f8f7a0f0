using System.Buffers.Text;
using ImapPS.Protocol.Framing;
using ImapPS.Protocol.Limits;

namespace ImapPS.Protocol.Grammar;

/// <summary>Reads tokens from one message where it lies. Iterative, bounded, and without an object per token.</summary>
/// <remarks>Every failure is an <see cref="ImapParseException"/> that costs the message only.</remarks>
public ref struct ImapReader
{
    private readonly ReadOnlySpan<byte> _message;
    private readonly IReadOnlyList<DetachedLiteral>? _detached;

    public ImapReader(ReadOnlySpan<byte> message, ProtocolLimits? limits = null, IReadOnlyList<DetachedLiteral>? detached = null)
    {
        var length = message.Length;
        if (length > 0 && message[length - 1] == '\n')
            length--;
        if (length > 0 && message[length - 1] == '\r')
            length--;
        _message = message.Slice(0, length);
        _detached = detached is { Count: > 0 } ? detached : null;
        Limits = limits ?? ProtocolLimits.Default;
        Position = 0;
    }

    public ProtocolLimits Limits { get; }

    /// <summary>Where the reader stands, in bytes from the message's beginning.</summary>
    public int Position { get; private set; }

    public readonly bool AtEnd => Position >= _message.Length;

    /// <summary>Whether some literal's octets are not in the message: equal octets then need not mean equal values.</summary>
    public readonly bool HasDetached => _detached is not null;

    /// <summary>
    /// Whether a quote ends a string only where something that can follow a string stands behind it. For servers that
    /// don't escape quotes; to be tried only where strict reading failed.
    /// </summary>
    public bool LenientQuotes { get; set; }

    /// <summary>The rest of the message, its line end taken off.</summary>
    public readonly ReadOnlySpan<byte> Rest => _message.Slice(Math.Min(Position, _message.Length));

    /// <summary>The next byte, or 0 at the end.</summary>
    public readonly byte Peek() => Position < _message.Length ? _message[Position] : (byte)0;

    public readonly byte PeekAt(int ahead) => Position + ahead < _message.Length ? _message[Position + ahead] : (byte)0;

    /// <summary>What stands between two positions.</summary>
    public readonly ReadOnlySpan<byte> Slice(int from, int to) => _message.Slice(from, to - from);

    public readonly ImapParseException Error(string message) => new(message, Position);

    public void Skip(int count) => Position += count;

    /// <summary>Goes back to where the reader stood before.</summary>
    public void Rewind(int position) => Position = position;

    /// <summary>Takes the byte if it is the next one.</summary>
    public bool TryTake(byte expected)
    {
        if (Position >= _message.Length || _message[Position] != expected)
            return false;
        Position++;
        return true;
    }

    public void Expect(byte expected)
    {
        if (!TryTake(expected))
            throw Error(AtEnd ? $"'{(char)expected}' expected, but the message ends" : $"'{(char)expected}' expected");
    }

    public void ExpectSpace()
    {
        Expect((byte)' ');
        SkipSpaces();
    }

    /// <summary>More spaces than one are sent by some servers.</summary>
    public void SkipSpaces()
    {
        while (Position < _message.Length && _message[Position] == ' ')
            Position++;
    }

    /// <summary>Takes an atom if it is next, ignoring case; <paramref name="upper"/> is upper case.</summary>
    public bool TryTakeWord(ReadOnlySpan<byte> upper)
    {
        var rest = Rest;
        if (rest.Length < upper.Length || !ByteText.EqualsIgnoreCase(rest.Slice(0, upper.Length), upper))
            return false;
        if (rest.Length > upper.Length && CharClass.IsAtom(rest[upper.Length]))
            return false;
        Position += upper.Length;
        return true;
    }

    /// <summary>An atom as servers send it: up to the next structure character. Never empty.</summary>
    public ReadOnlySpan<byte> ReadAtom()
    {
        var rest = Rest;
        var length = 0;
        while (length < rest.Length && CharClass.IsLenientAtom(rest[length]))
            length++;
        if (length == 0)
            throw Error("An atom was expected");
        Position += length;
        return rest.Slice(0, length);
    }

    /// <summary>An atom that also ends at any of <paramref name="stops"/>. May be empty.</summary>
    public ReadOnlySpan<byte> ReadUntil(ReadOnlySpan<byte> stops)
    {
        var rest = Rest;
        var length = rest.IndexOfAny(stops);
        if (length < 0)
            length = rest.Length;
        Position += length;
        return rest.Slice(0, length);
    }

    /// <summary>number64 = 1*DIGIT, up to 2^64 - 1.</summary>
    public ulong ReadNumber64()
    {
        var rest = Rest;
        if (!Utf8Parser.TryParse(rest, out ulong value, out var used))
            throw Error("A number was expected");
        Position += used;
        return value;
    }

    /// <summary>number = 1*DIGIT, up to 2^32 - 1.</summary>
    public uint ReadNumber()
    {
        var value = ReadNumber64();
        if (value > uint.MaxValue)
            throw Error("A number is over 4294967295");
        return (uint)value;
    }

    public readonly bool NextIsDigit => Peek() is >= (byte)'0' and <= (byte)'9';

    /// <summary>astring = 1*ASTRING-CHAR / string, and NIL as servers send it in place of a string.</summary>
    public ImapToken ReadString(bool nilAllowed = true)
    {
        var next = Peek();
        if (next == '"')
            return ReadQuoted();
        if (next == '{' || (next == '~' && PeekAt(1) == '{'))
            return ReadLiteral();
        var atom = ReadAtom();
        if (nilAllowed && atom.Length == 3 && ByteText.EqualsIgnoreCase(atom, "NIL"u8))
            return new ImapToken(TokenKind.Nil, default);
        return new ImapToken(TokenKind.Atom, atom);
    }

    /// <summary>The text of the next string; null for NIL.</summary>
    public string? ReadText() => ReadString().GetText();

    /// <summary>A string whose octets are at hand.</summary>
    /// <exception cref="ImapParseException">It is a large literal that its receiver did not keep.</exception>
    public ImapToken ReadKeptString(bool nilAllowed = true)
    {
        var token = ReadString(nilAllowed);
        if (token.Detached is { Content: not byte[] } dropped)
            throw Error($"A literal of {dropped.Length} bytes was not kept");
        return token;
    }

    /// <summary>quoted = DQUOTE *QUOTED-CHAR DQUOTE</summary>
    public ImapToken ReadQuoted()
    {
        Expect((byte)'"');
        var start = Position;
        var escaped = 0;
        while (true)
        {
            var length = Rest.IndexOfAny((byte)'"', (byte)'\\');
            if (length < 0)
                throw Error("A quoted string has no end");
            Position += length + 1;
            if (_message[Position - 1] == '"')
            {
                if (!LenientQuotes || EndsString())
                    break;
                continue;
            }

            escaped++;
            if (AtEnd)
                throw Error("A quoted string has no end");
            Position++;
        }

        var raw = _message.Slice(start, Position - 1 - start);
        return new ImapToken(TokenKind.Quoted, escaped == 0 ? raw : ByteText.Unescape(raw, escaped));
    }

    /// <summary>literal or literal8, whose octets are in the message or were handed on before.</summary>
    public ImapToken ReadLiteral()
    {
        TryTake((byte)'~');
        Expect((byte)'{');
        var length = ReadNumber64();
        TryTake((byte)'+');
        Expect((byte)'}');
        TryTake((byte)'\r');
        Expect((byte)'\n');
        if (_detached is not null)
        {
            foreach (var detached in _detached)
            {
                if (detached.Offset == Position)
                    return new ImapToken(TokenKind.Detached, detached.Content is byte[] gathered ? gathered : default, detached);
            }
        }

        if (length > (ulong)(_message.Length - Position))
            throw Error("A literal is longer than its message");
        var bytes = _message.Slice(Position, (int)length);
        Position += (int)length;
        return new ImapToken(TokenKind.Literal, bytes);
    }

    /// <summary>Passes over one value of whatever form, nested lists and literals included.</summary>
    public void SkipValue()
    {
        var depth = 0;
        do
        {
            switch (Peek())
            {
                case (byte)'(':
                    if (++depth > Limits.MaxNesting)
                        throw Error($"Parentheses nest deeper than {Limits.MaxNesting} (MaxNesting)");
                    Position++;
                    break;
                case (byte)')':
                    if (depth == 0)
                        throw Error("A value was expected");
                    depth--;
                    Position++;
                    break;
                case (byte)' ' when depth > 0:
                    Position++;
                    break;
                case (byte)'"':
                    ReadQuoted();
                    break;
                case (byte)'{':
                    ReadLiteral();
                    break;
                case (byte)'~' when PeekAt(1) == '{':
                    ReadLiteral();
                    break;
                default:
                    if (AtEnd)
                        throw Error("A list has no end");
                    ReadAtom();
                    break;
            }
        }
        while (depth > 0);
    }

    /// <summary>Passes over what is left of the list that the reader is in, its ")" included.</summary>
    public void SkipListEnd()
    {
        while (true)
        {
            SkipSpaces();
            if (TryTake((byte)')'))
                return;
            SkipValue();
        }
    }

    /// <summary>Whether what follows a quote can follow a string: the list's end, or a space and another value.</summary>
    private readonly bool EndsString()
    {
        var rest = Rest;
        if (rest.IsEmpty || rest[0] == ')')
            return true;
        var value = ByteText.TrimStart(rest);
        if (value.Length == rest.Length || value.IsEmpty)
            return false;
        return value[0] is (byte)'"' or (byte)'(' or (byte)')' or (byte)'{' or (>= (byte)'0' and <= (byte)'9')
            || (value.Length >= 3 && ByteText.EqualsIgnoreCase(value.Slice(0, 3), "NIL"u8));
    }
}
