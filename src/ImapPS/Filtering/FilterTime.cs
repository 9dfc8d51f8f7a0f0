using System.Globalization;

namespace ImapPS.Filtering;

/// <summary>What counts as a time in a filter: dates, and text in the forms of ISO 8601 or in the one that PowerShell itself makes of a date.</summary>
internal static class FilterTime
{
    private const DateTimeStyles Style = DateTimeStyles.AssumeLocal | DateTimeStyles.AllowLeadingWhite | DateTimeStyles.AllowTrailingWhite;

    // The last two: what "$(Get-Date)" and a DateTimeOffset become in a string, in every culture.
    private static readonly string[] Moments = new[] { "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm" }
        .SelectMany(static f => new[] { f, f + ":ss", f + ":ss.FFFFFFF" })
        .SelectMany(static f => new[] { f, f + "zzz", f + " zzz", f + "'Z'" })
        .Concat(["MM/dd/yyyy HH:mm:ss", "MM/dd/yyyy HH:mm:ss zzz"])
        .ToArray();

    /// <summary>A moment, or, with an end, a whole day of this machine's time zone: from its start to that of the next day.</summary>
    /// <exception cref="FilterException">NotTime.</exception>
    public static (DateTimeOffset Start, DateTimeOffset? End) From(object value)
    {
        try
        {
            return value switch
            {
                DateTimeOffset moment => (moment, null),
                DateTime moment => (new DateTimeOffset(moment), null),
                string text => Parse(text),
                _ => throw NotTime(value, null),
            };
        }
        catch (ArgumentOutOfRangeException e)
        {
            // The first and the last day there are, in a time zone where they lie outside.
            throw NotTime(value, e);
        }
    }

    private static (DateTimeOffset Start, DateTimeOffset? End) Parse(string text)
    {
        if (DateTime.TryParseExact(text.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return (new DateTimeOffset(day), new DateTimeOffset(day.AddDays(1)));
        var style = text.TrimEnd().EndsWith("Z", StringComparison.Ordinal) ? (Style & ~DateTimeStyles.AssumeLocal) | DateTimeStyles.AssumeUniversal : Style;
        return DateTimeOffset.TryParseExact(text, Moments, CultureInfo.InvariantCulture, style, out var moment) ? (moment, null) : throw NotTime(text, null);
    }

    private static FilterException NotTime(object value, Exception? cause) => new(FilterFault.NotTime, null, cause, FilterMessage.Quote(value));
}
