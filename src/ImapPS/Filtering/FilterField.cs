using ImapPS.Client.Search;

namespace ImapPS.Filtering;

/// <summary>A field that a filter may name.</summary>
/// <param name="name">As it is written.</param>
/// <param name="tests">What it can be asked.</param>
internal abstract class FilterField(string name, params FilterTest[] tests)
{
    protected static readonly FilterTest[] Ordered =
        [FilterTest.Equal, FilterTest.In, FilterTest.Greater, FilterTest.GreaterOrEqual, FilterTest.Less, FilterTest.LessOrEqual];

    public string Name { get; } = name;

    public IReadOnlyCollection<FilterTest> Tests { get; } = tests;

    /// <summary>Whether -ceq and the like mean anything.</summary>
    public virtual bool HasCase => false;

    /// <summary>What the field says when it stands alone; null if it can't.</summary>
    public virtual Query? Alone => null;

    /// <summary>Whether a message has the field, for comparisons with $null; null if that can't be asked.</summary>
    protected virtual Query? Exists => null;

    /// <summary>The condition that a comparison makes.</summary>
    /// <exception cref="FilterException">The value isn't of the field's kind.</exception>
    /// <exception cref="ArgumentException">It can't be searched for.</exception>
    public Query Compare(FilterOperator comparison, FilterValue value)
    {
        var query = value.IsNull ? CompareNull(comparison.Test) : Compare(comparison.Test, value, comparison.IsCaseSensitive);
        return comparison.IsNegated ? Query.Not(query) : query;
    }

    /// <summary>As above, before the answer is turned round.</summary>
    protected virtual Query Compare(FilterTest test, FilterValue value, bool caseSensitive) => test switch
    {
        FilterTest.In => Query.Or(value.All().Select(v => Compare(FilterTest.Equal, v, caseSensitive)).ToArray()),
        FilterTest.Contains => Compare(FilterTest.Equal, value.Single(), caseSensitive),
        _ => Compare(test, value.Single(), caseSensitive),
    };

    /// <summary>As above, with one value, which is never null; neither In nor Contains come here.</summary>
    protected abstract Query Compare(FilterTest test, object value, bool caseSensitive);

    protected static Comparison ToComparison(FilterTest test) => test switch
    {
        FilterTest.Equal => Comparison.Equal,
        FilterTest.Greater => Comparison.Greater,
        FilterTest.GreaterOrEqual => Comparison.GreaterOrEqual,
        FilterTest.Less => Comparison.Less,
        FilterTest.LessOrEqual => Comparison.LessOrEqual,
        _ => throw new ArgumentOutOfRangeException(nameof(test), test, null),
    };

    private Query CompareNull(FilterTest test) => test == FilterTest.Equal && Exists is { } exists ? Query.Not(exists) : throw new FilterException(FilterFault.NullNotAllowed);
}
