namespace ImapPS.Client.Search;

/// <summary>How a query is run.</summary>
public sealed record QueryOptions
{
    public static QueryOptions Default { get; } = new();

    /// <summary>Highest UID first: the newest messages.</summary>
    public bool Descending { get; init; }

    /// <summary>Told of messages that could not be checked, in a sentence for each.</summary>
    public Action<string>? Warning { get; init; }

    /// <summary>Told of a plan before it is run: of the first, and of the one that takes its place if the server refuses its charset.</summary>
    public Action<SearchPlan>? Planned { get; init; }

    /// <summary>Nothing is fetched: a query that the server can't decide alone is refused.</summary>
    public bool ServerOnly { get; init; }

    /// <summary>What age is counted from; null for now.</summary>
    public DateTimeOffset? Now { get; init; }
}
