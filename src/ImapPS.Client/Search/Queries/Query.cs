namespace ImapPS.Client.Search;

/// <summary>What is looked for in a mailbox: a condition on one message, or conditions joined by AND, OR and NOT.</summary>
/// <remarks>Always valid, and never bigger than <see cref="QueryLimits"/>; so walking a query down may recurse.</remarks>
public abstract record Query
{
    private protected Query()
    {
    }

    /// <summary>Every message.</summary>
    public static QueryAll All { get; } = new();

    /// <summary>No message.</summary>
    public static QueryNone None { get; } = new();

    /// <summary>How deep composite terms nest; 0 for a single condition.</summary>
    internal virtual int Depth => 0;

    /// <summary>How many terms there are, this one among them.</summary>
    internal virtual int Size => 1;

    /// <summary>All of the terms; <see cref="All"/> if there are none, the term itself if there is one.</summary>
    /// <exception cref="ArgumentException">It would be bigger than <see cref="QueryLimits"/>; likewise in the next ones.</exception>
    public static Query And(params IReadOnlyList<Query> terms) => terms switch
    {
        null => throw new ArgumentNullException(nameof(terms)),
        { Count: 0 } => All,
        { Count: 1 } => terms[0],
        _ => new QueryAnd(terms),
    };

    /// <summary>Any of the terms; <see cref="None"/> if there are none, the term itself if there is one.</summary>
    public static Query Or(params IReadOnlyList<Query> terms) => terms switch
    {
        null => throw new ArgumentNullException(nameof(terms)),
        { Count: 0 } => None,
        { Count: 1 } => terms[0],
        _ => new QueryOr(terms),
    };

    /// <summary>What the term doesn't match; NOT NOT is left out.</summary>
    public static Query Not(Query term) => term is QueryNot not ? not.Term : new QueryNot(term);

    private protected static int CheckDepth(int depth) => depth <= QueryLimits.MaxDepth
        ? depth
        : throw new ArgumentException($"A query nests deeper than {QueryLimits.MaxDepth} (MaxDepth).");

    private protected static int CheckSize(long size) => size <= QueryLimits.MaxTerms
        ? (int)size
        : throw new ArgumentException($"A query has {size} terms; the limit is {QueryLimits.MaxTerms} (MaxTerms).");
}
