using ImapPS.Protocol.Commands;

namespace ImapPS.Client.Search;

/// <summary>A search key, or what SEARCH has no word for: nothing.</summary>
/// <param name="Key">The key; null for nothing.</param>
/// <param name="Depth">How deep it nests.</param>
internal sealed record ServerKey(SearchKey? Key, int Depth)
{
    /// <summary>Servers bound how deep a search nests; far below <see cref="CommandLimits.MaxSearchDepth"/> some of them.</summary>
    public const int MaxDepth = 30;

    public static ServerKey All { get; } = new(SearchKey.All, 0);

    public static ServerKey None { get; } = new(null, 0);

    public bool IsAll => ReferenceEquals(Key, SearchKey.All);

    public bool IsNone => Key is null;

    public static ServerKey Of(SearchKey key) => new(key, 0);

    public static ServerKey And(IReadOnlyCollection<ServerKey> keys)
    {
        if (keys.Any(static k => k.IsNone))
            return None;
        // The cheap conditions first: many servers take them in order.
        var left = keys.Where(static k => !k.IsAll).SelectMany(static k => k.Key is SearchAndKey and ? and.Keys : [k.Key!]).Distinct().OrderBy(Cost).ToArray();
        return left.Length switch
        {
            0 => All,
            1 => keys.First(static k => !k.IsAll),
            _ => new ServerKey(new SearchAndKey(left), keys.Max(static k => k.Depth) + 1),
        };
    }

    public static ServerKey Or(IReadOnlyCollection<ServerKey> keys)
    {
        if (keys.Any(static k => k.IsAll))
            return All;
        var left = keys.Where(static k => !k.IsNone).Select(static k => k.Key!).Distinct().ToArray();
        if (left.Length == 0)
            return None;
        var levels = 0;
        while (1L << levels < left.Length)
            levels++;
        return new ServerKey(SearchKey.AnyOf(left), keys.Max(static k => k.Depth) + levels);
    }

    public static ServerKey Not(ServerKey key)
    {
        if (key.IsAll)
            return None;
        if (key.IsNone)
            return All;
        return key.Key switch
        {
            SearchNotKey not => new ServerKey(not.Key, key.Depth - 1),
            SearchWordKey { Word: >= SearchWord.Answered and <= SearchWord.Seen } word => Of(new SearchWordKey(word.Word + (SearchWord.Unanswered - SearchWord.Answered))),
            SearchWordKey { Word: >= SearchWord.Unanswered and <= SearchWord.Unseen } word => Of(new SearchWordKey(word.Word - (SearchWord.Unanswered - SearchWord.Answered))),
            SearchKeywordKey keyword => Of(new SearchKeywordKey(keyword.Keyword, !keyword.IsSet)),
            _ => new ServerKey(SearchKey.Not(key.Key!), key.Depth + 1),
        };
    }

    private static int Cost(SearchKey key) => key switch
    {
        SearchSetKey => 0,
        SearchWordKey or SearchKeywordKey or SearchModSeqKey => 1,
        SearchDateKey { Field: <= SearchDateField.Since or >= SearchDateField.SavedBefore } or SearchAgeKey or SearchSizeKey => 2,
        SearchDateKey => 3,
        SearchTextKey { Field: SearchField.Body or SearchField.Text } => 6,
        SearchTextKey or SearchHeaderKey => 4,
        _ => 5,
    };
}
