using System.Buffers.Text;
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
/// A secret goes straight from its bytes into the segment: never through a string, and every buffer on its way is overwritten.
/// </remarks>
internal sealed class CommandWriter
{
    /// <summary>Longer strings go as literals: servers bound their lines.</summary>
    private const int MaxQuotedLength = 1000;

    /// <summary>RFC 7888 section 5.</summary>
    private const int LiteralMinusLimit = 4096;

    private readonly EncodingOptions _options;
    private readonly string _tag;
    private readonly List<CommandSegment> _segments = [];
    private readonly StringBuilder _trace = new();
    private byte[] _bytes = new byte[128];
    private int _length;
    private int _lineLength;
    private bool _waits;
    private bool _secret;
    private bool _hidden;

    /// <exception cref="ArgumentException">The tag is none.</exception>
    public CommandWriter(string tag, EncodingOptions options)
    {
        // tag = 1*<any ASTRING-CHAR except "+">         ; RFC 9051 section 9
        if (string.IsNullOrEmpty(tag) || tag.Length > CommandLimits.MaxTagLength || !tag.All(static c => c <= '~' && c != '+' && CharClass.IsAstring((byte)c)))
            throw new ArgumentException("A tag is made of letters and digits.", nameof(tag));
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

        _lineLength += ascii.Length;
        _trace.Append(ascii);
        return this;
    }

    public CommandWriter Number(ulong value) => Raw(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>sequence-set.</summary>
    /// <exception cref="ArgumentException">It is empty, or longer than <see cref="CommandLimits.MaxUidSetLength"/>.</exception>
    public CommandWriter Set(UidSet set)
    {
        var text = CommandText.CheckSet(set, nameof(set)).ToString();
        return text.Length <= CommandLimits.MaxUidSetLength
            ? Raw(text)
            : throw new ArgumentException($"A UID set takes {text.Length} octets; the limit is {CommandLimits.MaxUidSetLength} (MaxUidSetLength): split it.", nameof(set));
    }

    /// <summary>flag-list = "(" [flag *(SP flag)] ")"</summary>
    public CommandWriter Flags(MessageFlags flags) => Raw("(").Raw(string.Join(" ", CommandText.CheckFlags(flags, nameof(flags)).ToNames())).Raw(")");

    public CommandWriter AString(string text) => String(Encoding.UTF8.GetBytes(text), atomAllowed: true);

    /// <summary>string: never an atom, for places where an atom means something else.</summary>
    public CommandWriter String(string text) => String(Encoding.UTF8.GetBytes(text), atomAllowed: false);

    /// <summary>nstring.</summary>
    public CommandWriter NString(string? text) => text is null ? Raw("NIL") : String(text);

    public CommandWriter Mailbox(MailboxName mailbox) => String(mailbox.ToWire(_options.Utf8), atomAllowed: true);

    /// <summary>
    /// list-mailbox = 1*list-char / string: wildcards stand unquoted or quoted alike, so these are always strings. Both
    /// encodings of names leave * and % as they are.
    /// </summary>
    public CommandWriter MailboxText(string text) =>
        String(_options.Utf8 ? Encoding.UTF8.GetBytes(text) : ModifiedUtf7.Encode(text), atomAllowed: false);

    /// <summary>A secret as a string: quoted or literal.</summary>
    public CommandWriter Secret(SensitiveBytes secret)
    {
        BeginSecret();
        String(secret.Span, atomAllowed: false);
        return EndSecret();
    }

    /// <summary>A secret in base64 outside any string, "=" if it is empty: the initial response of AUTHENTICATE.</summary>
    public CommandWriter SecretBase64(SensitiveBytes secret)
    {
        BeginSecret();
        if (secret.Length == 0)
        {
            Append("="u8);
        }
        else
        {
            var count = Base64.GetMaxEncodedToUtf8Length(secret.Length);
            Reserve(count);
            Base64.EncodeToUtf8(secret.Span, _bytes.AsSpan(_length, count), out _, out var written);
            _length += written;
            _lineLength += written;
        }

        return EndSecret();
    }

    public CommandWriter String(ReadOnlySpan<byte> bytes, bool atomAllowed)
    {
        if (atomAllowed && IsAstring(bytes))
        {
            Append(bytes);
            Trace(bytes);
        }
        else if (IsQuotable(bytes))
        {
            Quoted(bytes);
        }
        else
        {
            Literal(bytes);
        }

        return this;
    }

    /// <exception cref="ArgumentException">There is a NUL in it.</exception>
    public void Literal(ReadOnlySpan<byte> bytes) => Literal(bytes, eight: false, alwaysWait: false);

    /// <summary>A message as a literal or a literal8. What isn't in memory is read when it is sent.</summary>
    /// <param name="source">Its octets.</param>
    /// <param name="eight">As a literal8.</param>
    /// <param name="alwaysWait">The server is to have its say first, whatever LITERAL+ allows.</param>
    /// <exception cref="ArgumentException">There is a NUL in a literal in memory that is no literal8.</exception>
    public void Literal(LiteralSource source, bool eight, bool alwaysWait)
    {
        if (source is MemoryLiteral memory)
        {
            Literal(memory.Bytes.Span, eight, alwaysWait);
            return;
        }

        var wait = LiteralHeader(eight ? "~" : "", source.Length, alwaysWait);
        EndSegment(waits: false);
        _segments.Add(new CommandSegment(source, wait));
    }

    public EncodedCommand Finish()
    {
        Append("\r\n"u8);
        EndSegment(waits: false);
        var encoded = new EncodedCommand(_tag, _segments.ToArray(), _trace.ToString(), _lineLength);
        _segments.Clear();
        return encoded;
    }

    /// <summary>Overwrites whatever wasn't handed out by <see cref="Finish"/>.</summary>
    public void Wipe()
    {
        Array.Clear(_bytes, 0, _bytes.Length);
        foreach (var segment in _segments)
            segment.Clear();
        _segments.Clear();
    }

    private void Literal(ReadOnlySpan<byte> bytes, bool eight, bool alwaysWait)
    {
        // A literal8 is the only string that may hold NUL; nothing but a message is sent as one.
        if (!eight && bytes.IndexOf((byte)0) >= 0)
            throw new ArgumentException("A string sent to the server can't hold NUL.", nameof(bytes));
        if (LiteralHeader(eight ? "~" : "", bytes.Length, alwaysWait))
            EndSegment(waits: true);
        Append(bytes);
        _lineLength -= bytes.Length;
    }

    private static bool IsAstring(ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            if (!CharClass.IsAstring(b))
                return false;
        }

        // NIL as an atom is read as "no string" by some servers.
        return !bytes.IsEmpty && bytes.Length <= MaxQuotedLength && !ByteText.EqualsIgnoreCase(bytes, "NIL"u8);
    }

    private bool IsQuotable(ReadOnlySpan<byte> bytes)
    {
        var length = bytes.Length;
        if (length > MaxQuotedLength)
            return false;
        var ascii = true;
        foreach (var b in bytes)
        {
            if (b is 0 or (byte)'\r' or (byte)'\n')
                return false;
            if (b is (byte)'"' or (byte)'\\')
                length++;
            ascii &= b < 0x80;
        }

        // 8-bit in quotes must be UTF-8 (RFC 6855 section 3); a name that a server sent may be anything, and to check a
        // secret would leave a copy of it behind.
        return length <= MaxQuotedLength && (ascii || (!_hidden && _options.Utf8 && ByteText.IsUtf8(bytes)));
    }

    private void Quoted(ReadOnlySpan<byte> bytes)
    {
        Append("\""u8);
        foreach (var b in bytes)
        {
            if (b is (byte)'"' or (byte)'\\')
                Append("\\"u8);
            Reserve(1);
            _bytes[_length++] = b;
            _lineLength++;
        }

        Append("\""u8);
        if (_hidden)
            return;
        _trace.Append('"');
        TraceText.Append(_trace, ByteText.ToText(bytes).Replace("\\", "\\\\").Replace("\"", "\\\""));
        _trace.Append('"');
    }

    /// <returns>Whether the content must wait for "+".</returns>
    private bool LiteralHeader(string prefix, long length, bool alwaysWait)
    {
        var wait = alwaysWait || _options.Literals switch
        {
            LiteralMode.Plus => false,
            LiteralMode.Minus => length > LiteralMinusLimit,
            _ => true,
        };
        var header = prefix + "{" + length.ToString(CultureInfo.InvariantCulture);
        Append(Encoding.ASCII.GetBytes(header + (wait ? "}\r\n" : "+}\r\n")));
        Trace(Encoding.ASCII.GetBytes(header + "}"));
        return wait;
    }

    private void Trace(ReadOnlySpan<byte> ascii)
    {
        if (!_hidden)
            _trace.Append(Encoding.ASCII.GetString(ascii));
    }

    private void BeginSecret()
    {
        // From here to the command's end every segment is wiped: the literal of a secret is a segment later than its header.
        _secret = _hidden = true;
        _trace.Append("***");
    }

    private CommandWriter EndSecret()
    {
        _hidden = false;
        return this;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
        _lineLength += bytes.Length;
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

    /// <param name="waits">Whether what comes next must wait for "+".</param>
    private void EndSegment(bool waits)
    {
        _segments.Add(new CommandSegment(_bytes.AsSpan(0, _length).ToArray(), _secret, _waits));
        _waits = waits;
        Array.Clear(_bytes, 0, _length);
        _length = 0;
    }
}
