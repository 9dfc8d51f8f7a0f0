using System.Globalization;

namespace ImapPS.Protocol.Values;

/// <summary>The two date forms of IMAP, both ways.</summary>
/// <remarks>
/// <code>
/// date-time = DQUOTE date-day-fixed "-" date-month "-" date-year SP time SP zone DQUOTE   ; RFC 9051 section 9
/// date      = date-day "-" date-month "-" date-year
/// </code>
/// </remarks>
public static class ImapDate
{
    private static readonly string[] Months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    /// <summary>INTERNALDATE's form, without the quotes: <c> 1-Jul-1996 02:44:25 -0700</c>.</summary>
    public static string FormatDateTime(DateTimeOffset value)
    {
        var offset = value.Offset;
        var sign = offset < TimeSpan.Zero ? '-' : '+';
        offset = offset.Duration();
        return string.Format(
            CultureInfo.InvariantCulture,
            "{0,2}-{1}-{2:0000} {3:00}:{4:00}:{5:00} {6}{7:00}{8:00}",
            value.Day, Months[value.Month - 1], value.Year, value.Hour, value.Minute, value.Second, sign, (int)offset.TotalHours, offset.Minutes);
    }

    /// <summary>SEARCH's form: <c>1-Feb-1994</c>. Only the date counts.</summary>
    public static string FormatDate(DateTime value) =>
        string.Format(CultureInfo.InvariantCulture, "{0}-{1}-{2:0000}", value.Day, Months[value.Month - 1], value.Year);

    /// <summary>Reads INTERNALDATE's form, quotes taken off; tolerates a missing zone and a one-digit day without its space.</summary>
    public static bool TryParseDateTime(ReadOnlySpan<byte> text, out DateTimeOffset value)
    {
        value = default;
        if (!TryParseDatePart(ref text, out var year, out var month, out var day) || !Take(ref text, ' '))
            return false;
        if (!TakeNumber(ref text, 1, 2, out var hour) || !Take(ref text, ':') || !TakeNumber(ref text, 2, 2, out var minute))
            return false;
        var second = 0;
        if (Take(ref text, ':') && !TakeNumber(ref text, 2, 2, out second))
            return false;
        var offset = 0;
        if (Take(ref text, ' ') && !text.IsEmpty && text[0] is (byte)'+' or (byte)'-')
        {
            var negative = text[0] == '-';
            text = text.Slice(1);
            if (!TakeNumber(ref text, 4, 4, out var zone) || zone % 100 > 59)
                return false;
            offset = ((zone / 100 * 60) + (zone % 100)) * (negative ? -1 : 1);
        }

        // A leap second has no place in DateTime; a zone beyond 14 hours has none in DateTimeOffset.
        if (hour > 23 || minute > 59 || second > 60 || offset is < -840 or > 840)
            return false;
        var ticks = new DateTime(year, month, day, hour, minute, Math.Min(second, 59), DateTimeKind.Unspecified).Ticks;
        var utc = ticks - (offset * TimeSpan.TicksPerMinute);
        if (utc < DateTime.MinValue.Ticks || utc > DateTime.MaxValue.Ticks)
            return false;
        value = new DateTimeOffset(ticks, TimeSpan.FromMinutes(offset));
        return true;
    }

    /// <summary>Reads SEARCH's form.</summary>
    public static bool TryParseDate(ReadOnlySpan<byte> text, out DateTime value)
    {
        value = default;
        if (!TryParseDatePart(ref text, out var year, out var month, out var day) || !text.IsEmpty)
            return false;
        value = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Unspecified);
        return true;
    }

    private static bool TryParseDatePart(ref ReadOnlySpan<byte> text, out int year, out int month, out int day)
    {
        year = month = 0;
        Take(ref text, ' ');
        if (!TakeNumber(ref text, 1, 2, out day) || !Take(ref text, '-') || text.Length < 3)
            return false;
        for (var i = 0; i < Months.Length; i++)
        {
            if (((text[0] ^ Months[i][0]) & ~0x20) == 0 && ((text[1] ^ Months[i][1]) & ~0x20) == 0 && ((text[2] ^ Months[i][2]) & ~0x20) == 0)
                month = i + 1;
        }

        text = text.Slice(3);
        return month != 0 && Take(ref text, '-') && TakeNumber(ref text, 4, 4, out year)
            && year >= 1 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
    }

    private static bool Take(ref ReadOnlySpan<byte> text, char expected)
    {
        if (text.IsEmpty || text[0] != expected)
            return false;
        text = text.Slice(1);
        return true;
    }

    private static bool TakeNumber(ref ReadOnlySpan<byte> text, int least, int most, out int value)
    {
        value = 0;
        var digits = 0;
        while (digits < most && digits < text.Length && text[digits] is >= (byte)'0' and <= (byte)'9')
            value = (value * 10) + (text[digits++] - '0');
        text = text.Slice(digits);
        return digits >= least;
    }
}
