using System.Buffers.Text;

namespace ImapPS.Protocol.Framing;

/// <summary>Finds literals at the end of lines.</summary>
/// <remarks>
/// <code>
/// literal  = "{" number64 ["+"] "}" CRLF *CHAR8        ; RFC 9051 section 9
/// literal8 = "~{" number64 ["+"] "}" CRLF *OCTET
/// </code>
/// </remarks>
internal static class LiteralHeader
{
    /// <summary>
    /// resp-text is free text and may end in what looks like a literal; so status responses and continuation requests
    /// never hold one (RFC 9051 section 9: resp-cond-state, continue-req).
    /// </summary>
    public static bool MayStandIn(ReadOnlySpan<byte> line)
    {
        if (line[0] != '*' || line.Length < 5)
            return false;
        var word = line.Slice(1);
        while (!word.IsEmpty && word[0] == ' ')
            word = word.Slice(1);
        return !(Starts(word, "OK"u8) || Starts(word, "NO"u8) || Starts(word, "BAD"u8) || Starts(word, "BYE"u8) || Starts(word, "PREAUTH"u8));

        static bool Starts(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word)
        {
            if (text.Length <= word.Length || text[word.Length] is not ((byte)' ' or (byte)'[' or (byte)'\r' or (byte)'\n'))
                return false;
            for (var i = 0; i < word.Length; i++)
            {
                if ((text[i] & ~0x20) != word[i])
                    return false;
            }

            return true;
        }
    }

    /// <summary>Whether a line ends in the header of a literal. A length that no number holds is the largest number.</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, out long length, out bool synchronizing)
    {
        length = 0;
        synchronizing = true;
        var end = line.Length - 1;
        if (end > 0 && line[end - 1] == '\r')
            end--;
        if (end < 3 || line[end - 1] != '}')
            return false;
        var open = line.Slice(0, end).LastIndexOf((byte)'{');
        if (open < 0)
            return false;
        var digits = line.Slice(open + 1, end - open - 2);
        if (!digits.IsEmpty && digits[digits.Length - 1] == '+')
        {
            synchronizing = false;
            digits = digits.Slice(0, digits.Length - 1);
        }

        if (digits.IsEmpty)
            return false;
        foreach (var b in digits)
        {
            if (b is < (byte)'0' or > (byte)'9')
                return false;
        }

        // More digits than a long holds: a literal all the same, and over every limit.
        if (!Utf8Parser.TryParse(digits, out length, out var used) || used != digits.Length)
            length = long.MaxValue;
        return true;
    }
}
