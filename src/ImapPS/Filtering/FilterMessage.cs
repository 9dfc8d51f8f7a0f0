using System.Globalization;
using ImapPS.Client;

namespace ImapPS.Filtering;

/// <summary>Shows pieces of a filter in messages: short, on one line, and safe for a terminal.</summary>
internal static class FilterMessage
{
    private const int MostOfValue = 60;
    private const int MostOfLine = 110;

    /// <summary>A value: in quotes if it is text, and as its type if it has no text.</summary>
    public static string Quote(object value)
    {
        var text = Shorten(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
        return value is string ? $"'{text}'" : text.Length > 0 ? text : $"[{value.GetType().Name}]";
    }

    /// <summary>At most so much of a text that a message stays readable.</summary>
    public static string Shorten(string text) => SafeText.Clean(text, MostOfValue);

    /// <summary>Line and column of a place, both from 1, the line's text, and a line of marks below it.</summary>
    public static (int Line, int Column, string Text, string Marks) Locate(string filter, FilterSpan place)
    {
        var at = Math.Min(place.Start, filter.Length);
        var lineStart = at == 0 ? 0 : filter.LastIndexOf('\n', at - 1) + 1;
        var lineEnd = filter.IndexOf('\n', at) is >= 0 and var end ? end : filter.Length;
        var line = 1;
        for (var i = filter.IndexOf('\n'); i >= 0 && i < lineStart; i = filter.IndexOf('\n', i + 1))
            line++;

        // Of a long line, what is around the place.
        var from = Math.Max(lineStart, at - (MostOfLine / 2));
        var to = Math.Min(lineEnd, from + MostOfLine);
        var marked = Math.Max(1, Math.Min(place.End, to) - at);
        // Cleaning makes several characters of one at times: so the marks count what became of those before.
        var before = (from > lineStart ? "..." : "") + SafeText.Clean(filter.Substring(from, at - from));
        var rest = SafeText.Clean(filter.Substring(at, Math.Min(marked, to - at)));
        var after = SafeText.Clean(filter.Substring(Math.Min(at + marked, to), to - Math.Min(at + marked, to)).TrimEnd()) + (to < lineEnd ? "..." : "");
        return (line, at - lineStart + 1, before + rest + after, new string(' ', before.Length) + new string('~', Math.Max(1, rest.Length)));
    }
}
