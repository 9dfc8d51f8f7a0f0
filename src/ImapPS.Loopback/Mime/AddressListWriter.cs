namespace ImapPS.Loopback.Mime;

/// <summary>Writes a header's addresses as ENVELOPE wants them, raw but for quotes and comments.</summary>
/// <remarks>
/// <code>
/// env-from = "(" 1*address ")" / nil                   ; RFC 9051 section 9
/// address  = "(" addr-name SP addr-adl SP addr-mailbox SP addr-host ")"
/// </code>
/// RFC 5322 section 3.4 with its obsolete forms: source routes, a display name as comment, groups. What has no domain
/// gets an empty one, since NIL there would mean a group.
/// </remarks>
internal sealed class AddressListWriter
{
    private readonly WireBuffer _output;
    private readonly WireBuffer _phrase = new(64);
    private readonly WireBuffer _bare = new(64);
    private readonly WireBuffer _comment = new(32);
    private readonly WireBuffer _angle = new(64);
    private bool _hasAngle;
    private bool _inGroup;
    private bool _spacePending;
    private int _count;

    private AddressListWriter(WireBuffer output) => _output = output;

    /// <summary>Writes the list, or NIL if the header is missing or holds no address.</summary>
    public static void Write(WireBuffer output, byte[]? value)
    {
        if (value is not { Length: > 0 })
            output.Nil();
        else
            new AddressListWriter(output).Write(value);
    }

    private void Write(ReadOnlySpan<byte> value)
    {
        for (var i = 0; i < value.Length;)
        {
            var b = value[i];
            switch (b)
            {
                case (byte)',':
                    Flush();
                    i++;
                    break;
                case (byte)';':
                    Flush();
                    EndGroup();
                    i++;
                    break;
                case (byte)':' when !_inGroup:
                    BeginGroup();
                    i++;
                    break;
                case (byte)'<':
                    i = Angle(value, i + 1);
                    break;
                case (byte)'(':
                    i = TakeComment(value, i);
                    break;
                case (byte)'"':
                    Separate();
                    i = Quoted(value, i + 1, _phrase, _bare);
                    break;
                case (byte)'[':
                    Separate();
                    i = DomainLiteral(value, i);
                    break;
                default:
                    i++;
                    if (HeaderBlock.IsSpace(b))
                    {
                        _spacePending = true;
                        break;
                    }

                    Separate();
                    _phrase.Append(b);
                    _bare.Append(b);
                    break;
            }
        }

        Flush();
        EndGroup();
        if (_count == 0)
            _output.Nil();
        else
            _output.Append((byte)')');
    }

    private void Separate()
    {
        if (_spacePending && _phrase.Length > 0)
            _phrase.Append((byte)' ');
        _spacePending = false;
    }

    private static int Quoted(ReadOnlySpan<byte> value, int at, WireBuffer first, WireBuffer? second)
    {
        for (; at < value.Length && value[at] != '"'; at++)
        {
            if (value[at] == '\\' && at + 1 < value.Length)
                at++;
            first.Append(value[at]);
            second?.Append(value[at]);
        }

        return at + 1;
    }

    /// <summary>domain-literal: colons and commas in it part nothing.</summary>
    private int DomainLiteral(ReadOnlySpan<byte> value, int at)
    {
        var length = value.Slice(at).IndexOf((byte)']') + 1;
        var text = value.Slice(at, Math.Max(1, length));
        _phrase.Append(text);
        _bare.Append(text);
        return at + text.Length;
    }

    private int Angle(ReadOnlySpan<byte> value, int at)
    {
        _hasAngle = true;
        _angle.Clear();
        while (at < value.Length && value[at] != '>')
        {
            var b = value[at];
            if (b == '(')
            {
                at = Comment.Skip(value, at);
                continue;
            }

            at++;
            if (b == '"')
                at = Quoted(value, at, _angle, null);
            else if (!HeaderBlock.IsSpace(b))
                _angle.Append(b);
        }

        return at + 1;
    }

    private int TakeComment(ReadOnlySpan<byte> value, int start)
    {
        var end = Comment.Skip(value, start);
        var inside = value.Slice(start + 1, Math.Max(0, end - start - 2));
        _comment.Clear();
        for (var i = 0; i < inside.Length; i++)
        {
            if (inside[i] == '\\' && i + 1 < inside.Length)
                i++;
            _comment.Append(inside[i]);
        }

        _spacePending = true;
        return end;
    }

    private void BeginGroup()
    {
        Open();
        _output.Append("(NIL NIL "u8).String(_phrase.Span).Append(" NIL)"u8);
        _inGroup = true;
        Reset();
    }

    private void EndGroup()
    {
        if (!_inGroup)
            return;
        Open();
        _output.Append("(NIL NIL NIL NIL)"u8);
        _inGroup = false;
    }

    private void Flush()
    {
        if (_hasAngle ? _angle.Length + _phrase.Length > 0 : _bare.Length > 0)
        {
            var address = _hasAngle ? _angle.Span : _bare.Span;
            Open();
            _output.Append((byte)'(');
            var name = _hasAngle && _phrase.Length > 0 ? _phrase : _comment;
            if (name.Length > 0)
                _output.String(name.Span);
            else
                _output.Nil();
            _output.Append((byte)' ');
            WriteRoute(ref address);
            var at = address.LastIndexOf((byte)'@');
            _output.String(at < 0 ? address : address.Slice(0, at)).Append((byte)' ');
            _output.String(at < 0 ? default : address.Slice(at + 1)).Append((byte)')');
        }

        Reset();
    }

    /// <summary>addr-adl: the source route of RFC 5322 section 4.4, "@one,@two:".</summary>
    private void WriteRoute(ref ReadOnlySpan<byte> address)
    {
        var colon = address.IndexOf((byte)':');
        if (_hasAngle && colon > 0 && address[0] == '@')
        {
            _output.String(address.Slice(0, colon)).Append((byte)' ');
            address = address.Slice(colon + 1);
        }
        else
        {
            _output.Append("NIL "u8);
        }
    }

    private void Open()
    {
        if (_count++ == 0)
            _output.Append((byte)'(');
    }

    private void Reset()
    {
        _phrase.Clear();
        _bare.Clear();
        _comment.Clear();
        _angle.Clear();
        _hasAngle = _spacePending = false;
    }
}
