namespace ImapPS.Client.Mime;

/// <summary>The Date field. Source: RFC 5322 sections 3.3 and 4.3; read tolerantly, written strictly.</summary>
public static class MailDate
{
    private const int MaxLength = 128;
    private const int MaxRawLength = 1_024;
    private const int MaxOffsetMinutes = 14 * 60;
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] Days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

    // date-time   = [ day-of-week "," ] date time [CFWS]
    // date        = day month year
    // time        = time-of-day zone
    // time-of-day = hour ":" minute [ ":" second ]
    // zone        = (FWS ( "+" / "-" ) 4DIGIT) / obs-zone
    // obs-year    = 2*DIGIT; obs-zone = "UT" / "GMT" / "EST" / ... / military letters

    /// <summary>
    /// Reads a date, in any order of its parts that isn't ambiguous (also asctime's and ISO 8601); false for what isn't one.
    /// No zone, or one that means nothing, counts as UTC.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> raw, out DateTimeOffset date)
    {
        Span<byte> buffer = stackalloc byte[MaxLength];
        var parts = ReadParts(buffer.Slice(0, Compact(raw, buffer)));
        return parts.TryBuild(MaxOffsetMinutes, out date);
    }

    private static MailDateParts ReadParts(ReadOnlySpan<byte> raw)
    {
        var parts = new MailDateParts();
        var i = 0;
        while (i < raw.Length)
        {
            var c = raw[i];
            var start = i;
            if (IsDigit(c))
            {
                while (i < raw.Length && (IsDigit(raw[i]) || raw[i] is (byte)':' or (byte)'.'))
                    i++;
                parts.AddNumber(raw.Slice(start, i - start));
            }
            else if (IsLetter(c))
            {
                while (i < raw.Length && IsLetter(raw[i]))
                    i++;
                parts.AddWord(raw.Slice(start, i - start));
            }
            else if (c is (byte)'+' or (byte)'-' && parts.HasTime && i + 1 < raw.Length && IsDigit(raw[i + 1]))
            {
                i++;
                while (i < raw.Length && (IsDigit(raw[i]) || raw[i] == ':'))
                    i++;
                parts.AddOffset(c == '-', raw.Slice(start + 1, i - start - 1));
            }
            else
            {
                i++;
            }
        }
        return parts;
    }

    /// <summary>As <see cref="TryParse(ReadOnlySpan{byte}, out DateTimeOffset)"/>, for text.</summary>
    public static bool TryParse(string? text, out DateTimeOffset date) =>
        TryParse(text is null ? default : Charsets.Utf8.GetBytes(text), out date);

    /// <summary>A date as RFC 5322 section 3.3 wants it written: "Fri, 21 Nov 1997 09:55:06 -0600".</summary>
    public static string Format(DateTimeOffset date)
    {
        var culture = System.Globalization.CultureInfo.InvariantCulture;
        var month = Months[date.Month - 1];
        var offset = (int)date.Offset.Duration().TotalMinutes;
        return string.Format(
            culture, "{0}, {1:00} {2}{3} {4:0000} {5:00}:{6:00}:{7:00} {8}{9:00}{10:00}", Days[(int)date.DayOfWeek], date.Day, char.ToUpperInvariant(month[0]),
            month.Substring(1), date.Year, date.Hour, date.Minute, date.Second, date.Offset < TimeSpan.Zero ? '-' : '+', offset / 60, offset % 60);
    }

    internal static int MonthNumber(ReadOnlySpan<byte> word)
    {
        if (word.Length is < 3 or > 9)
            return 0;
        for (var i = 0; i < Months.Length; i++)
        {
            var month = Months[i];
            if ((word[0] | 0x20) == month[0] && (word[1] | 0x20) == month[1] && (word[2] | 0x20) == month[2])
                return i + 1;
        }
        return 0;
    }

    // obs-hour, obs-minute: [CFWS] 2DIGIT [CFWS]

    /// <summary>Leaves out comments, and the blanks that the obsolete grammar allows around colons.</summary>
    private static int Compact(ReadOnlySpan<byte> raw, Span<byte> buffer)
    {
        var length = 0;
        var depth = 0;
        foreach (var b in raw.Slice(0, Math.Min(raw.Length, MaxRawLength)))
        {
            if (b == '(')
                depth++;
            var comment = depth > 0;
            if (comment && b == ')')
                depth--;
            if (depth > 0)
                continue;
            var blank = comment || b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
            while (b == ':' && length > 0 && buffer[length - 1] == ' ')
                length--;
            if (blank && length > 0 && buffer[length - 1] is (byte)':' or (byte)' ')
                continue;
            if (length == buffer.Length)
                break;
            buffer[length++] = blank ? (byte)' ' : b;
        }
        return length;
    }

    private static bool IsDigit(byte b) => b is >= (byte)'0' and <= (byte)'9';

    private static bool IsLetter(byte b) => (b | 0x20) is >= 'a' and <= 'z';
}
