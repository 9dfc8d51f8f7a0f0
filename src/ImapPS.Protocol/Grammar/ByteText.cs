using System.Text;

namespace ImapPS.Protocol.Grammar;

/// <summary>Bytes to text and back where a server says nothing of a charset.</summary>
public static class ByteText
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, true);
#if NETSTANDARD2_0
    public static readonly Encoding Latin1 = Encoding.GetEncoding(28591);
#else
    public static readonly Encoding Latin1 = Encoding.Latin1;
#endif

    /// <summary>UTF-8 where it is valid (ASCII is), otherwise Latin-1, which never fails.</summary>
    public static string ToText(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return "";
        if (IsAscii(bytes))
            return Encoding.ASCII.GetString(bytes);
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            // Not UTF-8: every byte has a Latin-1 character, so nothing is lost.
            return Latin1.GetString(bytes);
        }
    }

    /// <summary>Whether every byte is below 0x80.</summary>
    public static bool IsAscii(ReadOnlySpan<byte> bytes)
    {
#if NET8_0_OR_GREATER
        return Ascii.IsValid(bytes);
#else
        foreach (var b in bytes)
        {
            if (b >= 0x80)
                return false;
        }

        return true;
#endif
    }

    /// <summary>Whether the bytes are valid UTF-8.</summary>
    internal static bool IsUtf8(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes).Length >= 0;
        }
        catch (DecoderFallbackException)
        {
            // The only answer that the framework's oldest target gives.
            return false;
        }
    }

    /// <summary>ASCII comparison that ignores case; <paramref name="upper"/> must be upper case.</summary>
    public static bool EqualsIgnoreCase(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> upper)
    {
        if (bytes.Length != upper.Length)
            return false;
        for (var i = 0; i < bytes.Length; i++)
        {
            var b = bytes[i];
            if (b is >= (byte)'a' and <= (byte)'z')
                b -= 0x20;
            if (b != upper[i])
                return false;
        }

        return true;
    }

    /// <summary>Without the spaces at the beginning.</summary>
    internal static ReadOnlySpan<byte> TrimStart(ReadOnlySpan<byte> bytes)
    {
        var start = 0;
        while (start < bytes.Length && bytes[start] == ' ')
            start++;
        return bytes.Slice(start);
    }

    /// <summary>Without the spaces at the end.</summary>
    internal static ReadOnlySpan<byte> TrimEnd(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.Length;
        while (end > 0 && bytes[end - 1] == ' ')
            end--;
        return bytes.Slice(0, end);
    }

    /// <summary>A quoted string's octets without the backslashes that escape them, of which there are <paramref name="escaped"/>.</summary>
    internal static byte[] Unescape(ReadOnlySpan<byte> raw, int escaped)
    {
        var result = new byte[raw.Length - escaped];
        var to = 0;
        for (var from = 0; from < raw.Length; from++)
        {
            if (raw[from] == '\\')
                from++;
            result[to++] = raw[from];
        }

        return result;
    }
}
