using System.Text;

namespace ImapPS.Client.Mime;

/// <summary>The text that a header field means: encoded words decoded, 8-bit read, control characters kept out.</summary>
/// <remarks>
/// Source: RFC 2047, RFC 2231 section 5, RFC 5322 section 2.2.3 (unfolding), RFC 6532 (UTF-8 in headers). Static and
/// thread-safe. Nothing that a message can hold makes a method throw; what can't be decoded stays as it was written.
/// Line ends and tabs become a space, other control characters are left out, so the result is always one line.
/// </remarks>
public static class HeaderText
{
    private const byte FirstPrintable = 0x20;
    private const byte LastPrintable = 0x7E;

    /// <summary>Decodes a field's value as it came from the wire.</summary>
    public static string Decode(ReadOnlySpan<byte> raw)
    {
        // Most values: two vectorised looks, one allocation.
        if (!IsPrintable(raw))
            return Decode(Charsets.DecodeUnlabelled(raw));
        return raw.IndexOf("=?"u8) < 0 ? Encoding.ASCII.GetString(raw) : EncodedWordDecoder.Decode(Encoding.ASCII.GetString(raw).AsSpan());
    }

    /// <summary>Decodes a field's value that is text already, but may hold encoded words.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public static string Decode(string text)
    {
        if (text is null)
            throw new ArgumentNullException(nameof(text));
        if (text.IndexOf("=?", StringComparison.Ordinal) >= 0)
            return EncodedWordDecoder.Decode(text.AsSpan());
        return OneLine(text);
    }

    /// <summary>A text in which no encoded words stand, such as an address or a message id, in one line and without control characters.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public static string OneLine(string text)
    {
        if (text is null)
            throw new ArgumentNullException(nameof(text));
        return HasControl(text.AsSpan()) ? Clean(text.ToCharArray()).ToString() : text;
    }

    /// <summary>
    /// Decodes the name in front of an address: as <see cref="Decode(ReadOnlySpan{byte})"/>, without the blanks and the quotes around it,
    /// which some servers leave in ENVELOPE (RFC 9051 section 7.5.2).
    /// </summary>
    public static string DecodeDisplayName(ReadOnlySpan<byte> raw)
    {
        while (!raw.IsEmpty && raw[0] is (byte)' ' or (byte)'\t')
            raw = raw.Slice(1);
        while (!raw.IsEmpty && raw[raw.Length - 1] is (byte)' ' or (byte)'\t')
            raw = raw.Slice(0, raw.Length - 1);
        if (raw.Length < 2 || raw[0] != '"' || raw[raw.Length - 1] != '"')
            return Decode(raw).Trim();
        raw = raw.Slice(1, raw.Length - 2);
        return Decode(raw.IndexOf((byte)'\\') < 0 ? raw : Unescape(raw)).Trim();
    }

    /// <summary>As <see cref="DecodeDisplayName(ReadOnlySpan{byte})"/>, for a name that is text already.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public static string DecodeDisplayName(string text)
    {
        if (text is null)
            throw new ArgumentNullException(nameof(text));
        return DecodeDisplayName(Charsets.Utf8.GetBytes(text));
    }

    // RFC 5322 section 3.2.1: quoted-pair = "\" (VCHAR / WSP)
    private static byte[] Unescape(ReadOnlySpan<byte> raw)
    {
        var result = new byte[raw.Length];
        var length = 0;
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] == '\\' && i + 1 < raw.Length)
                i++;
            result[length++] = raw[i];
        }
        Array.Resize(ref result, length);
        return result;
    }

    /// <summary>Makes one line of a text, in place, and returns the part of it that is left.</summary>
    internal static ReadOnlySpan<char> Clean(Span<char> text)
    {
        if (!HasControl(text))
            return text;
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '\r' or '\n')
            {
                // Unfolding: a line end before white space is nothing; before anything else it must not glue words together.
                var next = i + 1 < text.Length ? text[i + 1] : ' ';
                if (next is not (' ' or '\t' or '\r' or '\n'))
                    text[length++] = ' ';
            }
            else if (c is '\t' or '\u0085' or '\u2028' or '\u2029')
            {
                text[length++] = ' ';
            }
            else if (!IsControl(c))
            {
                text[length++] = c;
            }
        }
        return text.Slice(0, length);
    }

    private static bool IsControl(char c) => c is < ' ' or >= '\u007F' and <= '\u009F' or '\u2028' or '\u2029';

    private static bool HasControl(ReadOnlySpan<char> text)
    {
#if NET
        return text.IndexOfAnyInRange('\0', '\u001F') >= 0 || text.IndexOfAnyInRange('\u007F', '\u009F') >= 0 || text.IndexOfAnyInRange('\u2028', '\u2029') >= 0;
#else
        foreach (var c in text)
        {
            if (IsControl(c))
                return true;
        }
        return false;
#endif
    }

    private static bool IsPrintable(ReadOnlySpan<byte> raw)
    {
#if NET
        return raw.IndexOfAnyExceptInRange(FirstPrintable, LastPrintable) < 0;
#else
        foreach (var b in raw)
        {
            if (b is < FirstPrintable or > LastPrintable)
                return false;
        }
        return true;
#endif
    }
}
