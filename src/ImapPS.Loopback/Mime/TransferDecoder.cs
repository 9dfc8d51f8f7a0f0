using ImapPS.Protocol.Grammar;

namespace ImapPS.Loopback.Mime;

/// <summary>Takes the Content-Transfer-Encoding off (RFC 2045 section 6), lenient as mail needs it.</summary>
internal static class TransferDecoder
{
    private const string Base64Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static readonly sbyte[] Base64Values = BuildBase64();

    /// <exception cref="UnknownEncodingException">The encoding isn't one of MIME's.</exception>
    public static ReadOnlyMemory<byte> Decode(MimeNode part)
    {
        if (part.Header.Find("CONTENT-TRANSFER-ENCODING"u8) is not { Length: > 0 } value)
            return part.BodyBytes;
        var encoding = ParameterizedValue.Parse(value).Main;
        if (ByteText.EqualsIgnoreCase(encoding, "BASE64"u8))
            return Base64(part.BodyBytes.Span);
        if (ByteText.EqualsIgnoreCase(encoding, "QUOTED-PRINTABLE"u8))
            return QuotedPrintable(part.BodyBytes.Span, underscoreIsSpace: false);
        if (ByteText.EqualsIgnoreCase(encoding, "7BIT"u8) || ByteText.EqualsIgnoreCase(encoding, "8BIT"u8) || ByteText.EqualsIgnoreCase(encoding, "BINARY"u8))
            return part.BodyBytes;
        throw new UnknownEncodingException($"The transfer encoding {ByteText.ToText(encoding)} isn't known.");
    }

    public static byte[] Base64(ReadOnlySpan<byte> text)
    {
        var output = new byte[(text.Length / 4 * 3) + 3];
        var length = 0;
        var bits = 0;
        var pending = 0;
        foreach (var b in text)
        {
            if (b == '=')
                break;
            if (Base64Values[b] < 0)
                continue;
            pending = (pending << 6) | (byte)Base64Values[b];
            bits += 6;
            if (bits < 8)
                continue;
            bits -= 8;
            output[length++] = (byte)(pending >> bits);
            pending &= (1 << bits) - 1;
        }

        return output.AsSpan(0, length).ToArray();
    }

    public static byte[] QuotedPrintable(ReadOnlySpan<byte> text, bool underscoreIsSpace)
    {
        var output = new byte[text.Length];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '=')
            {
                output[length++] = underscoreIsSpace && text[i] == '_' ? (byte)' ' : text[i];
                continue;
            }

            var end = i + 1;
            while (end < text.Length && text[end] is (byte)' ' or (byte)'\t' or (byte)'\r')
                end++;
            if (end < text.Length && text[end] == '\n')
            {
                // A soft line break.
                i = end;
            }
            else if (i + 2 < text.Length && Hex(text[i + 1]) is >= 0 and var high && Hex(text[i + 2]) is >= 0 and var low)
            {
                output[length++] = (byte)((high << 4) | low);
                i += 2;
            }
            else
            {
                output[length++] = text[i];
            }
        }

        return output.AsSpan(0, length).ToArray();
    }

    private static int Hex(byte b) => b switch
    {
        >= (byte)'0' and <= (byte)'9' => b - '0',
        >= (byte)'A' and <= (byte)'F' => b - 'A' + 10,
        >= (byte)'a' and <= (byte)'f' => b - 'a' + 10,
        _ => -1,
    };

    private static sbyte[] BuildBase64()
    {
        var values = new sbyte[256];
        for (var i = 0; i < values.Length; i++)
            values[i] = -1;
        for (var i = 0; i < Base64Alphabet.Length; i++)
            values[Base64Alphabet[i]] = (sbyte)i;
        return values;
    }
}
