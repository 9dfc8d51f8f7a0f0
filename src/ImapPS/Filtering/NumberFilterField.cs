using ImapPS.Client.Search;

namespace ImapPS.Filtering;

/// <summary>A number of a message.</summary>
internal sealed class NumberFilterField(NumberField which) : FilterField(which.ToString(), Ordered)
{
    protected override Query Compare(FilterTest test, object value, bool caseSensitive)
    {
        var number = FilterNumber.From(value);
        var whole = decimal.Truncate(number);
        if (whole == number)
            return new NumberTerm(which, ToComparison(test), (ulong)whole);
        // 0.3MB is between two numbers of octets.
        return test switch
        {
            FilterTest.Equal => Query.None,
            FilterTest.Greater or FilterTest.GreaterOrEqual => new NumberTerm(which, Comparison.Greater, (ulong)whole),
            _ => new NumberTerm(which, Comparison.LessOrEqual, (ulong)whole),
        };
    }
}
