using ImapPS.Client.Search;

namespace ImapPS.Filtering;

/// <summary>What stands in one pair of parentheses, as far as it was read.</summary>
/// <param name="opening">Where it begins.</param>
internal sealed class FilterGroup(FilterSpan opening)
{
    private List<Query> _terms = [];
    private bool _isOr;
    private bool _isNegated;

    public FilterSpan Opening { get; } = opening;

    /// <summary>The last -not that waits for its term.</summary>
    public FilterSpan? PendingNot { get; private set; }

    /// <summary>Turns the next term round.</summary>
    public void Not(FilterSpan place)
    {
        _isNegated = !_isNegated;
        PendingNot = place;
    }

    public void Add(Query term)
    {
        _terms.Add(_isNegated ? Query.Not(term) : term);
        _isNegated = false;
        PendingNot = null;
    }

    /// <summary>Goes on by -and or -or. What was joined by the other one so far becomes a single term: the two bind alike.</summary>
    /// <exception cref="ArgumentException">It would be bigger than <see cref="QueryLimits"/>; likewise in the next one.</exception>
    public void Join(bool isOr)
    {
        if (_isOr != isOr)
            _terms = [ToQuery()];
        _isOr = isOr;
    }

    public Query ToQuery() => _isOr ? Query.Or(_terms) : Query.And(_terms);
}
