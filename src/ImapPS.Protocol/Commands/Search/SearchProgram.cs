using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>What SEARCH, SORT, THREAD and ESEARCH have in common: return options, and keys joined by AND.</summary>
internal static class SearchProgram
{
    // search-return-opts = SP "RETURN" SP "(" [search-return-opt *(SP search-return-opt)] ")"     ; RFC 9051 section 9
    // search-return-opt =/ "PARTIAL" SP partial-range             ; RFC 9394 section 4, RFC 5267 section 5
    public static void WriteReturn(CommandWriter writer, SearchReturn? options, PartialRange? partial)
    {
        if (options is null && partial is null)
            return;
        var words = CommandWords.Join(CommandWords.SearchReturn, (int)(options ?? SearchReturn.None));
        if (partial is { } range)
            words += (words.Length > 0 ? " " : "") + "PARTIAL " + range;
        writer.Raw(" RETURN (").Raw(words).Raw(")");
    }

    // *(SP search-key)                                            ; RFC 9051 section 9: search-program
    public static void WriteKeys(CommandWriter writer, SearchKey key)
    {
        if (key is SearchAndKey all)
        {
            foreach (var each in all.Keys)
                each.Write(writer.Space());
        }
        else
        {
            key.Write(writer.Space());
        }
    }

    /// <summary>Why these options can't stand together; null if they can.</summary>
    public static string? Conflict(SearchReturn? options, PartialRange? partial) =>
        partial is not null && (options & SearchReturn.All) == SearchReturn.All ? "PARTIAL and ALL exclude each other (RFC 9394 section 3.1)." : null;

    /// <summary>An empty list of options means ALL.</summary>
    public static SearchReturn? Normalize(SearchReturn? options) => options is SearchReturn.None ? SearchReturn.All : options;
}
