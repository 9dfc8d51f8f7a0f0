using System.Text;

namespace ImapPS.Client.Mime;

/// <summary>A field of the shape "value; name=value; ...": Content-Type, Content-Disposition.</summary>
/// <param name="Value">What stands before the first semicolon, in lower case; empty where there is nothing.</param>
/// <param name="Parameters">The parameters, decoded, names without case.</param>
internal sealed record StructuredField(string Value, IReadOnlyDictionary<string, string> Parameters)
{
    private const int MaxParameterName = 256;

    internal static StructuredField Empty { get; } = new("", new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase));

    // RFC 2045 section 5.1:
    //   content := "Content-Type" ":" type "/" subtype *(";" parameter)
    //   parameter := attribute "=" value
    //   value := token / quoted-string
    // Real mail leaves out semicolons and quotes, and puts blanks and comments everywhere.

    internal static StructuredField Parse(ReadOnlySpan<byte> raw)
    {
        var text = HeaderText.Clean(Charsets.DecodeUnlabelled(raw).ToCharArray());
        var end = text.IndexOf(';');
        var value = WithoutComment(end < 0 ? text : text.Slice(0, end));
        // A missing semicolon behind the type: the type ends at the blank.
        var blank = value.IndexOf(' ');
        if (blank > 0 && value.Slice(blank).IndexOf('=') > 0)
        {
            end = text.IndexOf(value) + blank;
            value = value.Slice(0, blank);
        }
        var lower = value.ToString().ToLowerInvariant();
        if (end < 0)
            return Empty with { Value = lower };
        return new StructuredField(lower, ParameterDecoder.Decode(ReadParameters(text.Slice(end + 1))));
    }

    private static ReadOnlySpan<char> WithoutComment(ReadOnlySpan<char> text)
    {
        var comment = text.IndexOf('(');
        return (comment < 0 ? text : text.Slice(0, comment)).Trim();
    }

    private static List<KeyValuePair<string, string>> ReadParameters(ReadOnlySpan<char> text)
    {
        var result = new List<KeyValuePair<string, string>>();
        var i = 0;
        while (i < text.Length && result.Count < ParameterDecoder.MaxParameters)
        {
            i = SkipSeparators(text, i);
            var start = i;
            while (i < text.Length && text[i] is not ('=' or ';'))
                i++;
            var name = text.Slice(start, i - start).Trim();
            if (i == text.Length || text[i] == ';')
                continue;
            i++;
            while (i < text.Length && text[i] == ' ')
                i++;
            var value = i < text.Length && text[i] == '"' ? ReadQuoted(text, ref i) : ReadToken(text, ref i);
            if (name.Length is > 0 and <= MaxParameterName)
                result.Add(new(name.ToString(), value));
        }
        return result;
    }

    private static int SkipSeparators(ReadOnlySpan<char> text, int i)
    {
        var depth = 0;
        while (i < text.Length)
        {
            if (text[i] == '(')
                depth++;
            else if (text[i] == ')' && depth > 0)
                depth--;
            else if (depth == 0 && text[i] is not (' ' or ';' or ')'))
                break;
            i++;
        }
        return i;
    }

    private static string ReadQuoted(ReadOnlySpan<char> text, ref int i)
    {
        var value = new StringBuilder();
        for (i++; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                i++;
                break;
            }
            // A backslash that escapes nothing is part of a Windows path.
            if (text[i] == '\\' && i + 1 < text.Length && text[i + 1] is '"' or '\\')
                i++;
            value.Append(text[i]);
        }
        return value.ToString();
    }

    private static string ReadToken(ReadOnlySpan<char> text, ref int i)
    {
        // Up to the semicolon, blanks included: file names come without quotes. A further "name=" ends it too.
        var start = i;
        var end = text.Slice(i).IndexOf(';');
        end = end < 0 ? text.Length : i + end;
        var value = text.Slice(start, end - start);
        i = end;
        var equals = value.IndexOf('=');
        var blank = equals < 0 ? -1 : value.Slice(0, equals).TrimEnd().LastIndexOf(' ');
        if (blank > 0)
        {
            value = value.Slice(0, blank);
            i = start + blank;
        }
        var comment = value.IndexOf(" (".AsSpan());
        return (comment > 0 && value.TrimEnd()[value.TrimEnd().Length - 1] == ')' ? value.Slice(0, comment) : value).Trim().ToString();
    }
}
