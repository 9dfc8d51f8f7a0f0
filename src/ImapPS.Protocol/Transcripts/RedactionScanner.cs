using System.Text;
using ImapPS.Protocol.Framing;
using ImapPS.Protocol.Grammar;

namespace ImapPS.Protocol.Transcripts;

/// <summary>
/// Goes through a message token by token and writes each anew, as it is or replaced. It never fails: what can't be read is
/// a token too, and for its caller one to replace.
/// </summary>
internal ref struct RedactionScanner
{
    /// <summary>"~{", a number of twenty digits, "+}" and a line end; room to spare.</summary>
    private const int MaxLiteralHeader = 40;

    private const int MaxSection = 4_000;

    private readonly ReadOnlySpan<byte> _message;
    private readonly IReadOnlyList<DetachedLiteral> _detached;
    private readonly PieceBuilder _pieces;
    private int _start;
    private int _end;
    private int _content;

    public RedactionScanner(ReadOnlySpan<byte> message, IReadOnlyList<DetachedLiteral> detached, PieceBuilder pieces, Pseudonyms names)
    {
        _message = message;
        _detached = detached;
        _pieces = pieces;
        Names = names;
        _start = _end = _content = 0;
        Token = RedactionToken.End;
        Value = default;
        Missing = 0;
    }

    public Pseudonyms Names { get; }

    public RedactionToken Token { get; private set; }

    /// <summary>The token's octets, quotes and escapes taken off; of a literal those that are at hand.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>How many octets of a literal are not at hand.</summary>
    public long Missing { get; private set; }

    public readonly bool IsString => Token is RedactionToken.Quoted or RedactionToken.Literal or RedactionToken.Atom;

    public readonly string Text => ByteText.ToText(Value);

    /// <summary>A string that is neither NIL nor empty.</summary>
    public readonly bool HasValue => IsString && (Value.Length > 0 || Missing > 0) && !(Token == RedactionToken.Atom && Is("NIL"u8));

    /// <summary>Whether it begins so; not if nothing of it is at hand.</summary>
    public readonly bool StartsWith(char first) => Value.Length > 0 && Value[0] == first;

    public readonly bool Is(ReadOnlySpan<byte> upper) => Token == RedactionToken.Atom && ByteText.EqualsIgnoreCase(Value, upper);

    /// <summary>Goes to the next token.</summary>
    /// <returns>False at the end.</returns>
    public bool Next()
    {
        _start = _end;
        Missing = 0;
        Value = default;
        if (_start >= _message.Length)
        {
            Token = RedactionToken.End;
            return false;
        }

        var c = _message[_start];
        _end = _start + 1;
        Token = c switch
        {
            (byte)' ' => RedactionToken.Space,
            (byte)'(' => RedactionToken.Open,
            (byte)')' => RedactionToken.Close,
            (byte)'"' => ReadQuoted(),
            _ => TryReadLiteral() ? RedactionToken.Literal : ReadAtom(),
        };
        return true;
    }

    /// <summary>The next token that is no space; spaces are written.</summary>
    public bool NextValue()
    {
        while (Next())
        {
            if (Token != RedactionToken.Space)
                return true;
            Keep();
        }

        return false;
    }

    /// <summary>Writes the token as it is.</summary>
    public readonly void Keep()
    {
        if (Token == RedactionToken.Literal)
        {
            Body(Value.Length);
            return;
        }

        _pieces.At(_start);
        _pieces.Append(_message.Slice(_start, _end - _start));
    }

    /// <summary>Writes a text in the token's place, in its form.</summary>
    public readonly void Put(string text)
    {
        switch (Token)
        {
            case RedactionToken.Literal when Missing > 0:
                Body(0);
                break;
            case RedactionToken.Literal:
                PutLiteral(Encoding.UTF8.GetBytes(text), 0);
                break;
            case RedactionToken.Quoted:
                _pieces.At(_start);
                _pieces.Append("\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"");
                break;
            default:
                _pieces.At(_start);
                _pieces.Append(text.IndexOfAny([' ', '(', ')', '"']) < 0 ? text : "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"");
                break;
        }
    }

    /// <summary>Writes text in the token's place, without quotes.</summary>
    public readonly void PutText(string text)
    {
        _pieces.At(_start);
        _pieces.Append(text);
    }

    /// <summary>Writes a literal, or a string, with filler in its place.</summary>
    /// <param name="told">How many octets of a literal are told before the filler.</param>
    public readonly void Body(int told = 0)
    {
        if (Token == RedactionToken.Literal)
        {
            PutLiteral(Value.Slice(0, told).ToArray(), Value.Length - told + Missing);
            return;
        }

        if (!HasValue)
            Keep();
        else
            Put(new string('x', Value.Length));
    }

    /// <summary>Writes a literal anew.</summary>
    /// <param name="octets">What is told of it.</param>
    /// <param name="filler">How many octets follow that are not.</param>
    public readonly void PutLiteral(byte[] octets, long filler)
    {
        _pieces.At(_start);
        var header = _message.Slice(_start, _content - _start);
        _pieces.Literal(header[0] == '~' ? "~" : "", octets, filler, header.IndexOf((byte)'+') >= 0 ? "+" : "", _content);
    }

    /// <summary>Writes what is left as it is.</summary>
    public void KeepRest()
    {
        while (Next())
            Keep();
    }

    /// <summary>Writes what is left: what is no word of the protocol's could be anybody's, and is replaced.</summary>
    public void DenyRest()
    {
        while (Next())
            Deny();
    }

    /// <summary>Writes what names an item or a response: one of an extension that is not known, too.</summary>
    public readonly void KeepName()
    {
        if (Token == RedactionToken.Atom && ProtocolWords.IsExtension(Text))
            Keep();
        else
            Deny();
    }

    /// <summary>Writes a word of the protocol's as it is, all else replaced.</summary>
    public readonly void Deny()
    {
        if (!HasValue || (Token == RedactionToken.Atom && ProtocolWords.Contains(Text)))
            Keep();
        else
            Put(Names.Text(Text));
    }

    /// <summary>What is left, not gone through any further.</summary>
    public ReadOnlySpan<byte> TakeRest()
    {
        _start = _end;
        _end = _message.Length;
        Token = RedactionToken.Atom;
        return Value = _message.Slice(_start);
    }

    /// <summary>Where the reader stands, to come back to.</summary>
    public readonly int Position => _end;

    public void Rewind(int position) => _end = position;

    private RedactionToken ReadQuoted()
    {
        while (_end < _message.Length && _message[_end] != '"')
            _end += _message[_end] == '\\' ? 2 : 1;
        var closed = _end < _message.Length;
        _end = Math.Min(_end, _message.Length);
        var raw = _message.Slice(_start + 1, _end - _start - 1);
        if (closed)
            _end++;
        var escaped = 0;
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\' || i + 1 == raw.Length)
                continue;
            escaped++;
            i++;
        }

        Value = escaped == 0 || !closed ? raw : ByteText.Unescape(raw, escaped);
        return RedactionToken.Quoted;
    }

    private bool TryReadLiteral()
    {
        var rest = _message.Slice(_start);
        if (!(rest[0] == '{' || (rest[0] == '~' && rest.Length > 1 && rest[1] == '{')))
            return false;
        var newline = rest.Slice(0, Math.Min(rest.Length, MaxLiteralHeader)).IndexOf((byte)'\n');
        if (newline < 0 || !LiteralHeader.TryParse(rest.Slice(0, newline + 1), out var length, out _) || rest.Slice(0, newline).LastIndexOf((byte)'{') > 1)
            return false;
        _content = _start + newline + 1;
        foreach (var detached in _detached)
        {
            if (detached.Offset == _content)
            {
                _end = _content;
                Missing = length;
                return true;
            }
        }

        _end = (int)Math.Min(_message.Length, _content + length);
        Value = _message.Slice(_content, _end - _content);
        Missing = length - Value.Length;
        return true;
    }

    /// <summary>An atom, what stands in brackets in it included: BODY[HEADER.FIELDS (FROM)]. Brackets that nobody closes are none.</summary>
    private RedactionToken ReadAtom()
    {
        if (!TryReadAtom(withBrackets: true))
            TryReadAtom(withBrackets: false);
        if (_end == _start)
            _end++;
        Value = _message.Slice(_start, _end - _start);
        return RedactionToken.Atom;
    }

    private bool TryReadAtom(bool withBrackets)
    {
        var brackets = 0;
        for (_end = _start; _end < _message.Length; _end++)
        {
            var c = _message[_end];
            if (c == '[' && withBrackets)
                brackets++;
            else if (c == ']' && brackets > 0)
                brackets--;
            else if (c is (byte)'\r' or (byte)'\n' || (brackets == 0 && c is (byte)' ' or (byte)'(' or (byte)')' or (byte)'"') || _end - _start > MaxSection && brackets > 0)
                break;
        }

        return brackets == 0;
    }
}
