using System.Buffers;
using System.Buffers.Text;
using System.Text;
using ImapPS.Protocol.Grammar;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>The octets of a response as they come into being; strings choose quoted or literal by themselves.</summary>
/// <remarks>
/// <code>
/// nstring = string / nil                            ; RFC 9051 section 9
/// string  = quoted / literal
/// quoted  = DQUOTE *QUOTED-CHAR DQUOTE              ; no CR, LF, NUL; 8-bit only where UTF-8 is enabled
/// literal = "{" number64 "}" CRLF *CHAR8
/// </code>
/// </remarks>
internal sealed class ResponseOutput(IBufferWriter<byte> output, bool utf8)
{
    /// <summary>Longer strings go as literals: clients bound their lines too.</summary>
    private const int MaxQuotedLength = 1000;

    public bool Utf8 => utf8;

    public ResponseOutput Raw(ReadOnlySpan<byte> bytes)
    {
        output.Write(bytes);
        return this;
    }

    /// <summary>Grammar, and text known to be ASCII.</summary>
    public ResponseOutput Raw(string ascii)
    {
        var span = output.GetSpan(ascii.Length);
        for (var i = 0; i < ascii.Length; i++)
            span[i] = (byte)ascii[i];
        output.Advance(ascii.Length);
        return this;
    }

    public ResponseOutput Number(ulong value)
    {
        var span = output.GetSpan(20);
        Utf8Formatter.TryFormat(value, span, out var written);
        output.Advance(written);
        return this;
    }

    /// <summary>A flag, an attribute, a capability: what can't stand in quotes.</summary>
    /// <exception cref="ArgumentException">It holds what ends an atom, so it would be read as something else.</exception>
    public ResponseOutput Atom(string atom) =>
        atom.IndexOf(']') < 0 ? Tag(atom) : throw new ArgumentException($"'{atom}' holds a ']'.", nameof(atom));

    /// <summary>tag = 1*&lt;any ASTRING-CHAR except "+"&gt;: as an atom, but "]" may stand in it.</summary>
    /// <exception cref="ArgumentException">It holds what ends an atom.</exception>
    public ResponseOutput Tag(string atom)
    {
        var bytes = Encoding.UTF8.GetBytes(atom);
        foreach (var b in bytes)
        {
            if (b < 0x20 || !CharClass.IsLenientAtom(b))
                throw new ArgumentException($"'{ReadingContext.Shorten(bytes)}' can't stand without quotes.", nameof(atom));
        }

        if (bytes.Length == 0)
            throw new ArgumentException("An atom can't be empty.", nameof(atom));
        return Raw(bytes);
    }

    /// <summary>Free text at the end of a line; what would end the line becomes a space.</summary>
    public ResponseOutput Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] is 0 or (byte)'\r' or (byte)'\n')
                bytes[i] = (byte)' ';
        }

        return Raw(bytes);
    }

    public ResponseOutput Mailbox(MailboxName name) => String(name.ToWire(utf8));

    public ResponseOutput NString(string? text) => text is null ? Raw("NIL"u8) : String(text);

    public ResponseOutput String(string text) => String(Encoding.UTF8.GetBytes(text));

    public ResponseOutput String(ReadOnlySpan<byte> bytes) => IsQuotable(bytes) ? Quoted(bytes) : Literal(bytes);

    public ResponseOutput Literal(ReadOnlySpan<byte> bytes) =>
        Raw("{"u8).Number((ulong)bytes.Length).Raw("}\r\n"u8).Raw(bytes);

    /// <summary>( item item )</summary>
    public ResponseOutput List<T>(IEnumerable<T> items, Action<ResponseOutput, T> write)
    {
        Raw("("u8);
        Joined(items, " ", write);
        return Raw(")"u8);
    }

    public ResponseOutput Joined<T>(IEnumerable<T> items, string separator, Action<ResponseOutput, T> write)
    {
        var first = true;
        foreach (var item in items)
        {
            if (!first)
                Raw(separator);
            first = false;
            write(this, item);
        }

        return this;
    }

    public ResponseOutput Flags(MessageFlags flags) => List(flags.ToNames(), static (o, flag) => o.Atom(flag));

    private bool IsQuotable(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxQuotedLength)
            return false;
        foreach (var b in bytes)
        {
            if (b is 0 or (byte)'\r' or (byte)'\n' || (b >= 0x80 && !utf8))
                return false;
        }

        return true;
    }

    public ResponseOutput Quoted(ReadOnlySpan<byte> bytes)
    {
        var span = output.GetSpan((bytes.Length * 2) + 2);
        var length = 0;
        span[length++] = (byte)'"';
        foreach (var b in bytes)
        {
            if (b is (byte)'"' or (byte)'\\')
                span[length++] = (byte)'\\';
            span[length++] = b;
        }

        span[length++] = (byte)'"';
        output.Advance(length);
        return this;
    }
}
