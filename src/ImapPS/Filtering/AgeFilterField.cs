using System.Globalization;
using ImapPS.Client.Search;

namespace ImapPS.Filtering;

/// <summary>How long ago a message was received: a TimeSpan, '7.12:00:00', or a number with its unit as in '7d'.</summary>
internal sealed class AgeFilterField() : FilterField("Age", FilterTest.Greater, FilterTest.GreaterOrEqual, FilterTest.Less, FilterTest.LessOrEqual)
{
    protected override Query Compare(FilterTest test, object value, bool caseSensitive) => new AgeTerm(ToComparison(test), Parse(value));

    private static TimeSpan Parse(object value)
    {
        var age = value switch
        {
            TimeSpan span => span,
            string text => Parse(text.Trim()),
            _ => null,
        };
        return age >= TimeSpan.Zero ? age.Value : throw new FilterException(FilterFault.NotAge, FilterMessage.Quote(value));
    }

    private static TimeSpan? Parse(string text)
    {
        if (text.IndexOf(':') >= 0)
            return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) ? span : null;
        if (text.Length < 2 || !long.TryParse(text.Remove(text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return null;
        var unit = char.ToLowerInvariant(text[text.Length - 1]) switch
        {
            's' => TimeSpan.TicksPerSecond,
            'm' => TimeSpan.TicksPerMinute,
            'h' => TimeSpan.TicksPerHour,
            'd' => TimeSpan.TicksPerDay,
            'w' => 7 * TimeSpan.TicksPerDay,
            _ => 0,
        };
        return unit > 0 && count <= TimeSpan.MaxValue.Ticks / unit ? new TimeSpan(count * unit) : null;
    }
}
