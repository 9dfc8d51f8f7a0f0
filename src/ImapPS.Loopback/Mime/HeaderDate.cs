using System.Globalization;
using System.Text;

namespace ImapPS.Loopback.Mime;

/// <summary>Reads the Date header as SEARCH SENTSINCE and its like, and the loaders, want it.</summary>
/// <remarks>
/// <code>
/// date-time = [ day-of-week "," ] day month year hour ":" minute [ ":" second ] zone     ; RFC 5322 sections 3.3, 4.3
/// </code>
/// </remarks>
internal static class HeaderDate
{
    private const string Months = "JanFebMarAprMayJunJulAugSepOctNovDec";

    public static bool TryParse(byte[]? value, out DateTimeOffset date)
    {
        date = default;
        if (value is null || value.Length > 200)
            return false;
        var words = WithoutComments(value).Split([' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries);
        var at = words.Length > 0 && !char.IsDigit(words[0][0]) ? 1 : 0;
        if (words.Length < at + 4
            || !TryNumber(words[at], out var day)
            || !TryMonth(words[at + 1], out var month)
            || !TryNumber(words[at + 2], out var year)
            || !TryTime(words[at + 3], out var time))
        {
            return false;
        }

        // RFC 5322 section 4.3: two- and three-digit years.
        if (words[at + 2].Length <= 3)
            year += year < 50 && words[at + 2].Length == 2 ? 2000 : 1900;
        if (year is < 1 or > 9998 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        date = new DateTimeOffset(new DateTime(year, month, day) + time, Zone(words.Length > at + 4 ? words[at + 4] : ""));
        return true;
    }

    /// <summary>The date of an mbox separator line, as asctime writes it: "Thu Jan  1 00:00:00 1970".</summary>
    public static bool TryParseAsctime(string text, out DateTimeOffset date)
    {
        date = default;
        var words = text.Split([' '], StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i + 4 < words.Length + 1 && i + 3 < words.Length; i++)
        {
            if (TryMonth(words[i], out var month)
                && TryNumber(words[i + 1], out var day)
                && TryTime(words[i + 2], out var time)
                && TryNumber(words[words.Length - 1], out var year)
                && year is > 0 and < 9999 && day >= 1 && day <= DateTime.DaysInMonth(year, month))
            {
                date = new DateTimeOffset(new DateTime(year, month, day) + time, TimeSpan.Zero);
                return true;
            }
        }

        return false;
    }

    private static string WithoutComments(byte[] value)
    {
        var text = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length;)
        {
            if (value[i] == '(')
                i = Comment.Skip(value, i);
            else
                text.Append((char)value[i++]);
        }

        return text.ToString();
    }

    private static bool TryNumber(string word, out int number) =>
        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static bool TryMonth(string word, out int month)
    {
        var at = word.Length == 3 ? Months.IndexOf(word, StringComparison.OrdinalIgnoreCase) : -1;
        month = (at / 3) + 1;
        return at >= 0 && at % 3 == 0;
    }

    private static bool TryTime(string word, out TimeSpan time)
    {
        time = default;
        var parts = word.Split(':');
        var second = 0;
        if (parts.Length is < 2 or > 3 || !TryNumber(parts[0], out var hour) || !TryNumber(parts[1], out var minute)
            || (parts.Length == 3 && !TryNumber(parts[2], out second)) || hour > 23 || minute > 59 || second > 60)
        {
            return false;
        }

        time = new TimeSpan(hour, minute, Math.Min(second, 59));
        return true;
    }

    private static TimeSpan Zone(string word)
    {
        if (word.Length == 5 && word[0] is '+' or '-' && TryNumber(word.Substring(1), out var zone) && zone % 100 < 60 && zone <= 1400)
        {
            var offset = new TimeSpan(zone / 100, zone % 100, 0);
            return word[0] == '-' ? -offset : offset;
        }

        // RFC 5322 section 4.3: the North American names; every other means nothing.
        return word.ToUpperInvariant() switch
        {
            "EDT" => TimeSpan.FromHours(-4),
            "EST" or "CDT" => TimeSpan.FromHours(-5),
            "CST" or "MDT" => TimeSpan.FromHours(-6),
            "MST" or "PDT" => TimeSpan.FromHours(-7),
            "PST" => TimeSpan.FromHours(-8),
            _ => TimeSpan.Zero,
        };
    }
}
