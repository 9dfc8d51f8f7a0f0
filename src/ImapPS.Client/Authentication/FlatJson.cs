using System.Text;

namespace ImapPS.Client.Authentication;

/// <summary>
/// Reads the scalar members of one JSON object (RFC 8259), which is all that a token error has; netstandard2.0 brings no
/// JSON reader. Iterative, and lenient: what is read up to a mistake counts.
/// </summary>
internal static class FlatJson
{
    /// <summary>The members of the outermost object whose values are strings, numbers or words; nested values are skipped.</summary>
    public static IReadOnlyDictionary<string, string> Read(string text)
    {
        var members = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var depth = 0;
        string? name = null;
        string? pending = null;
        for (var i = 0; i < text.Length;)
        {
            var c = text[i];
            switch (c)
            {
                case '{' or '[':
                    depth++;
                    (name, pending) = depth == 1 ? (null, null) : (name, pending);
                    i++;
                    break;
                case '}' or ']':
                    if (--depth <= 0)
                        return members;
                    i++;
                    break;
                case ':' when depth == 1:
                    name = pending;
                    pending = null;
                    i++;
                    break;
                case ',' when depth == 1:
                    (name, pending) = (null, null);
                    i++;
                    break;
                case ':' or ',' or ' ' or '\t' or '\r' or '\n':
                    i++;
                    break;
                default:
                    var value = c == '"' ? ReadString(text, ref i) : ReadWord(text, ref i);
                    if (value is null || depth == 0)
                        return members;
                    if (depth > 1)
                        break;
                    if (name is null)
                        pending = value;
                    else
                        members[name] = value;
                    break;
            }
        }

        return members;
    }

    // string = quotation-mark *char quotation-mark
    // char   = unescaped / escape ( %x22 / %x5C / %x2F / %x62 / %x66 / %x6E / %x72 / %x74 / %x75 4HEXDIG )
    private static string? ReadString(string text, ref int position)
    {
        var result = new StringBuilder();
        for (position++; position < text.Length; position++)
        {
            var c = text[position];
            if (c == '"')
            {
                position++;
                return result.ToString();
            }

            if (c != '\\')
            {
                result.Append(c);
                continue;
            }

            if (++position == text.Length)
                return null;
            if (text[position] != 'u')
            {
                result.Append(Unescape(text[position]));
                continue;
            }

            if (!TryReadUnit(text, position + 1, out var unit))
                return null;

            result.Append(unit);
            position += 4;
        }

        return null;
    }

    private static bool TryReadUnit(string text, int start, out char unit)
    {
        unit = '\0';
        if (start + 4 > text.Length)
            return false;

        for (var i = start; i < start + 4; i++)
        {
            var digit = "0123456789abcdef".IndexOf(char.ToLowerInvariant(text[i]));
            if (digit < 0)
                return false;
            unit = (char)((unit << 4) | digit);
        }

        return true;
    }

    private static char Unescape(char c) => c switch
    {
        'b' => '\b',
        'f' => '\f',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        _ => c,
    };

    private static string ReadWord(string text, ref int position)
    {
        var start = position;
        while (position < text.Length && "{}[]:,\" \t\r\n".IndexOf(text[position]) < 0)
            position++;
        return text.Substring(start, position - start);
    }
}
