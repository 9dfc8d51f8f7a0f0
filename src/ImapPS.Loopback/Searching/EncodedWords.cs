using System.Text;
using ImapPS.Loopback.Mime;
using ImapPS.Protocol.Grammar;

namespace ImapPS.Loopback.Searching;

/// <summary>Decodes a header's encoded words, so that SEARCH finds what people read.</summary>
/// <remarks>
/// <code>
/// encoded-word = "=?" charset "?" encoding "?" encoded-text "?="        ; RFC 2047 section 2
/// </code>
/// </remarks>
internal static class EncodedWords
{
    public static string Decode(byte[] value)
    {
        var text = ByteText.ToText(value);
        if (text.IndexOf("=?", StringComparison.Ordinal) < 0)
            return text;
        var result = new StringBuilder(text.Length);
        var at = 0;
        var afterWord = false;
        while (at < text.Length)
        {
            var start = text.IndexOf("=?", at, StringComparison.Ordinal);
            if (start < 0 || !TryRead(text, start, out var word, out var end))
            {
                var to = start < 0 ? text.Length : start + 2;
                result.Append(text, at, to - at);
                at = to;
                afterWord = false;
                continue;
            }

            // RFC 2047 section 6.2: white space between two encoded words is not shown.
            var between = text.Substring(at, start - at);
            if (!afterWord || between.Trim().Length > 0)
                result.Append(between);
            result.Append(word);
            at = end;
            afterWord = true;
        }

        return result.ToString();
    }

    private static bool TryRead(string text, int start, out string word, out int end)
    {
        word = "";
        end = start;
        var encoding = text.IndexOf('?', start + 2);
        if (encoding < 0 || encoding + 2 >= text.Length || text[encoding + 2] != '?')
            return false;
        var close = text.IndexOf("?=", encoding + 3, StringComparison.Ordinal);
        if (close < 0)
            return false;
        var content = Encoding.UTF8.GetBytes(text.Substring(encoding + 3, close - encoding - 3));
        byte[] bytes;
        switch (text[encoding + 1])
        {
            case 'B' or 'b':
                bytes = TransferDecoder.Base64(content);
                break;
            case 'Q' or 'q':
                bytes = TransferDecoder.QuotedPrintable(content, underscoreIsSpace: true);
                break;
            default:
                return false;
        }

        // RFC 2231 section 5: a language may stand behind the charset.
        var charset = text.Substring(start + 2, encoding - start - 2).Split('*')[0];
        word = Charsets.Decode(charset, bytes);
        end = close + 2;
        return true;
    }
}
