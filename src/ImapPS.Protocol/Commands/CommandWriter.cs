using System.Globalization;
using System.Text;
using ImapPS.Protocol.Grammar;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>Writes a command's arguments; the only place where octets of a command come into being.</summary>
/// <remarks>
/// <code>
/// astring = 1*ASTRING-CHAR / string                    ; RFC 9051 section 9
/// string  = quoted / literal
/// quoted  = DQUOTE *QUOTED-CHAR DQUOTE                 ; TEXT-CHAR: no CR, LF, NUL; 8-bit only as UTF-8 when enabled
/// literal = "{" number64 ["+"] "}" CRLF *CHAR8
/// </code>
/// </remarks>
internal sealed class CommandWriter
{
    /// <summary>Longer strings go as literals: servers bound their lines.</summary>
    private const int MaxQuotedLength = 1000;

    private const int LiteralMinusLimit = 4096;

    private readonly EncodingOptions _options;
    private readonly string _tag;
    private readonly List<CommandSegment> _segments = [];
    private readonly StringBuilder _trace = new();
    private byte[] _bytes = new byte[128];
    private int _length;
    private bool _secret;

    public CommandWriter(string tag, EncodingOptions options)
    {
        _tag = tag;
        _options = options;
        Raw(tag);
        Space();
    }

    public bool Utf8 => _options.Utf8;

    public CommandWriter Space() => Raw(" ");

    /// <summary>Grammar that holds nothing a user or server gave: names, brackets, atoms known to be atoms.</summary>
    public CommandWriter Raw(string ascii)
    {
        Reserve(ascii.Length);
        foreach (var c in ascii)
        {
            if (c is < ' ' or > '~')
                throw new ArgumentException($"U+{(int)c:X4} can't stand outside a string.", nameof(ascii));
            _bytes[_length++] = (byte)c;
        }

        _trace.Append(ascii);
        return this;
    }

    public CommandWriter Number(ulong value) => Raw(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>An atom that came from outside the grammar, a keyword for example.</summary>
    /// <exception cref="ArgumentException">It isn't an atom.</exception>
    public CommandWriter Atom(string atom)
    {
        if (!MessageFlags.IsKeyword(atom))
            throw new ArgumentException($"'{atom}' is not an atom.", nameof(atom));
        return Raw(atom);
    }

    public CommandWriter AString(string text) => String(Encoding.UTF8.GetBytes(text), atomAllowed: true);

    /// <summary>string: never an atom, for places where an atom means something else.</summary>
    public CommandWriter String(string text) => String(Encoding.UTF8.GetBytes(text), atomAllowed: false);

    /// <summary>nstring.</summary>
    public CommandWriter NString(string? text) => text is null ? Raw("NIL") : String(text);

    public CommandWriter Mailbox(MailboxName mailbox) => String(mailbox.ToWire(_options.Utf8), atomAllowed: true);

    /// <summary>list-mailbox = 1*list-char / string: wildcards stand unquoted or quoted alike.</summary>
    public CommandWriter ListPattern(byte[] pattern) => String(pattern, atomAllowed: false);

    public CommandWriter Secret(SensitiveBytes secret)
    {
        _secret = true;
        var at = _trace.Length;
        var copy = secret.Span.ToArray();
        String(copy, atomAllowed: false);
        Array.Clear(copy, 0, copy.Length);
        _trace.Length = at;
        _trace.Append("***");
        return this;
    }

    /// <summary>Octets outside any string that are secret: the initial response of AUTHENTICATE. Base64 only.</summary>
    public CommandWriter SecretRaw(ReadOnlySpan<byte> base64)
    {
        _secret = true;
        Append(base64);
        _trace.Append("***");
        return this;
    }

    public CommandWriter String(ReadOnlySpan<byte> bytes, bool atomAllowed)
    {
        if (atomAllowed && IsAstring(bytes))
        {
            Append(bytes);
            _trace.Append(Encoding.ASCII.GetString(bytes));
        }
        else if (bytes.Length <= MaxQuotedLength && IsQuotable(bytes))
        {
            Quoted(bytes);
        }
        else
        {
            Literal(bytes);
        }

        return this;
    }

    public void Literal(ReadOnlySpan<byte> bytes)
    {
        // A literal8 is the only string that may hold NUL; no command of ours takes one in place of an astring.
        if (bytes.IndexOf((byte)0) >= 0)
            throw new ArgumentException("A string sent to the server can't hold NUL.", nameof(bytes));
        var wait = _options.Literals switch
        {
            LiteralMode.Plus => false,
            LiteralMode.Minus => bytes.Length > LiteralMinusLimit,
            _ => true,
        };
        Append(Encoding.ASCII.GetBytes("{" + bytes.Length.ToString(CultureInfo.InvariantCulture) + (wait ? "}\r\n" : "+}\r\n")));
        _trace.Append('{').Append(bytes.Length).Append('}');
        if (wait)
            EndSegment();
        Append(bytes);
    }

    public EncodedCommand Finish()
    {
        Append("\r\n"u8);
        EndSegment();
        return new EncodedCommand(_tag, _segments, _trace.ToString());
    }

    private static bool IsAstring(ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            if (!CharClass.IsAstring(b))
                return false;
        }

        // NIL as an atom is read as "no string" by some servers; a leading ~{ can't occur since { is no ASTRING-CHAR.
        return !bytes.IsEmpty && bytes.Length <= MaxQuotedLength && !ByteText.EqualsIgnoreCase(bytes, "NIL"u8);
    }

    private bool IsQuotable(ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            if (b is 0 or (byte)'\r' or (byte)'\n' || (b >= 0x80 && !_options.Utf8))
                return false;
        }

        return true;
    }

    private void Quoted(ReadOnlySpan<byte> bytes)
    {
        Append("\""u8);
        _trace.Append('"');
        foreach (var b in bytes)
        {
            if (b is (byte)'"' or (byte)'\\')
                Append("\\"u8);
            Reserve(1);
            _bytes[_length++] = b;
        }

        foreach (var c in ByteText.ToText(bytes))
            _trace.Append(char.IsControl(c) ? '.' : c);
        Append("\""u8);
        _trace.Append('"');
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    private void Reserve(int count)
    {
        if (_bytes.Length - _length >= count)
            return;
        var larger = new byte[Math.Max(_bytes.Length * 2, _length + count)];
        Buffer.BlockCopy(_bytes, 0, larger, 0, _length);
        Array.Clear(_bytes, 0, _length);
        _bytes = larger;
    }

    private void EndSegment()
    {
        _segments.Add(new CommandSegment(_bytes.AsSpan(0, _length).ToArray(), _secret));
        Array.Clear(_bytes, 0, _length);
        _length = 0;
    }
}
