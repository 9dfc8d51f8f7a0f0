using System.Text;

namespace ImapPS.Protocol.Ordering;

/// <summary>Finds the Message-IDs in Message-ID, References and In-Reply-To, in the form in which they are compared (RFC 5256 section 3).</summary>
/// <remarks>
/// <code>
/// msg-id = [CFWS] "&lt;" id-left "@" id-right "&gt;" [CFWS]          ; RFC 5322 section 3.6.4
/// </code>
/// White space inside, which folding leaves behind, is left out, and quotes that say nothing are taken off: the IDs
/// &lt;"01KF8JCEOCBS0045PS"@x.example&gt; and &lt;01KF8JCEOCBS0045PS@x.example&gt; are the same.
/// </remarks>
internal static class MessageIdReader
{
    /// <summary>More ancestors than this are not looked at: the nearest ones count.</summary>
    private const int MostReferences = 200;

    /// <summary>The valid IDs, in order; of very many the last ones.</summary>
    public static IReadOnlyList<string> ReadAll(string? field)
    {
        var ids = new List<string>();
        for (var at = 0; field is not null && at < field.Length;)
        {
            var open = field.IndexOf('<', at);
            var close = open < 0 ? -1 : field.IndexOf('>', open);
            if (close < 0)
                break;
            // Of "<a <b@c>" the inner one is meant.
            open = field.LastIndexOf('<', close);
            if (Normalize(field.Substring(open + 1, close - open - 1)) is { } id)
                ids.Add(id);
            at = close + 1;
        }

        if (ids.Count > MostReferences)
            ids.RemoveRange(0, ids.Count - MostReferences);
        return ids;
    }

    public static string? ReadFirst(string? field) => ReadAll(field) is { Count: > 0 } ids ? ids[0] : null;

    private static string? Normalize(string id)
    {
        var text = new StringBuilder(id.Length);
        foreach (var c in id)
        {
            if (c is not (' ' or '\t' or '\r' or '\n' or '"' or '\\'))
                text.Append(c);
        }

        var at = text.ToString().LastIndexOf('@');
        return at > 0 && at < text.Length - 1 ? text.ToString() : null;
    }
}
