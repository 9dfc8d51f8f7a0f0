using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace ImapPS.Protocol.Values;

/// <summary>The mailbox name encoding of IMAP4rev1 (RFC 3501 section 5.1.3).</summary>
internal static class ModifiedUtf7
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

    public static byte[] Encode(string name)
    {
        var result = new StringBuilder(name.Length + 16);
        for (var i = 0; i < name.Length;)
        {
            var c = name[i];
            if (c is >= ' ' and <= '~')
            {
                result.Append(c == '&' ? "&-" : c.ToString());
                i++;
                continue;
            }

            result.Append('&');
            var bits = 0;
            var pending = 0;
            for (; i < name.Length && name[i] is < ' ' or > '~'; i++)
            {
                pending = (pending << 16) | name[i];
                bits += 16;
                while (bits >= 6)
                {
                    bits -= 6;
                    result.Append(Alphabet[(pending >> bits) & 63]);
                }

                pending &= (1 << bits) - 1;
            }

            if (bits > 0)
                result.Append(Alphabet[(pending << (6 - bits)) & 63]);
            result.Append('-');
        }

        return Encoding.ASCII.GetBytes(result.ToString());
    }

    /// <summary>Decodes only what <see cref="Encode"/> would write the same way again: anything else would not find its mailbox.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> encoded, [NotNullWhen(true)] out string? name)
    {
        name = null;
        var result = new StringBuilder(encoded.Length);
        for (var i = 0; i < encoded.Length;)
        {
            var b = encoded[i++];
            if (b is < 0x20 or > 0x7e)
                return false;
            if (b != '&')
            {
                result.Append((char)b);
                continue;
            }

            if (i < encoded.Length && encoded[i] == '-')
            {
                result.Append('&');
                i++;
                continue;
            }

            var bits = 0;
            var pending = 0;
            for (; ; i++)
            {
                if (i >= encoded.Length)
                    return false;
                if (encoded[i] == '-')
                    break;
                var value = Alphabet.IndexOf((char)encoded[i]);
                if (value < 0)
                    return false;
                pending = (pending << 6) | value;
                bits += 6;
                if (bits >= 16)
                {
                    bits -= 16;
                    result.Append((char)(pending >> bits));
                    pending &= (1 << bits) - 1;
                }
            }

            i++;
        }

        var text = result.ToString();
        if (!IsWellFormed(text) || !Encode(text).AsSpan().SequenceEqual(encoded))
            return false;
        name = text;
        return true;
    }

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 >= text.Length || !char.IsLowSurrogate(text[i + 1]))
                return false;
            i++;
        }

        return true;
    }
}
