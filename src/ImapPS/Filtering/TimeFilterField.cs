using ImapPS.Client.Search;

namespace ImapPS.Filtering;

/// <summary>A moment of a message. A day without a time of day means all of that day, here where the filter is evaluated.</summary>
internal sealed class TimeFilterField(TimeField which) : FilterField(which.ToString(), Ordered)
{
    protected override Query Compare(FilterTest test, object value, bool caseSensitive)
    {
        var (start, end) = FilterTime.From(value);
        if (end is not { } next)
            return new TimeTerm(which, ToComparison(test), start);
        return test switch
        {
            FilterTest.Greater => new TimeTerm(which, Comparison.GreaterOrEqual, next),
            FilterTest.GreaterOrEqual => new TimeTerm(which, Comparison.GreaterOrEqual, start),
            FilterTest.Less => new TimeTerm(which, Comparison.Less, start),
            FilterTest.LessOrEqual => new TimeTerm(which, Comparison.Less, next),
            _ => Query.And(new TimeTerm(which, Comparison.GreaterOrEqual, start), new TimeTerm(which, Comparison.Less, next)),
        };
    }
}
