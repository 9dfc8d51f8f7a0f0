using ImapPS.Protocol.Commands;

namespace ImapPS.Client.Search;

/// <summary>A search key, or what SEARCH has no word for: nothing.</summary>
/// <param name="Key">The key; null for nothing.</param>
/// <param name="Depth">How deep it nests; more than <see cref="MaxDepth"/>: too deep to be sent.</param>
internal sealed record ServerKey(SearchKey? Key, int Depth)
{
    /// <summary>Servers bound how deep a search nests; far below <see cref="CommandLimits.MaxSearchDepth"/> some of them.</summary>
    public const int MaxDepth = 30;

    private static readonly ServerKey TooDeep = new(SearchKey.All, MaxDepth + 1);

    public static ServerKey All { get; } = new(SearchKey.All, 0);

    public static ServerKey None { get; } = new(null, 0);

    public bool IsAll => ReferenceEquals(Key, SearchKey.All);

    public bool IsNone => Key is null;

    public static ServerKey Of(SearchKey key) => new(key, 0);

    public bool IsTooDeep => Depth > MaxDepth;

    public static ServerKey And(IReadOnlyCollection<ServerKey> keys)
    {
        if (keys.Any(static k => k.IsTooDeep))
            return TooDeep;
        if (keys.Any(static k => k.IsNone))
            return None;
        // The cheap conditions first: many servers take them in order.
        var left = keys.Where(static k => !k.IsAll).SelectMany(static k => Parts(k.Key!)).Distinct().OrderBy(Cost).ToArray();
        return left.Length switch
        {
            0 => All,
            1 => keys.First(static k => !k.IsAll),
            _ => Joined(keys, 1, () => new SearchAndKey(left)),
        };
    }

    public static ServerKey Or(IReadOnlyCollection<ServerKey> keys)
    {
        if (keys.Any(static k => k.IsTooDeep))
            return TooDeep;
        if (keys.Any(static k => k.IsAll))
            return All;
        var left = keys.Where(static k => !k.IsNone).Select(static k => k.Key!).Distinct().ToArray();
        if (left.Length == 0)
            return None;
        // As SearchKey.AnyOf makes a balanced tree of them.
        var levels = 0;
        while (1L << levels < left.Length)
            levels++;
        return Joined(keys, levels, () => SearchKey.AnyOf(left));
    }

    /// <summary>What the key doesn't find. NOT goes down to the single conditions, and where there is a word for the opposite that is used.</summary>
    /// <remarks>Dovecot 2.3 takes NOT OR SMALLER 9 SMALLER 5 for NOT SMALLER 5.</remarks>
    public static ServerKey Not(ServerKey key) => key.IsTooDeep ? key : key.IsAll ? None : key.IsNone ? All : Opposite(key.Key!);

    private static ServerKey Opposite(SearchKey key) => key switch
    {
        SearchNotKey not => Of(not.Key),
        SearchAndKey and => Or(and.Keys.Select(Opposite).ToArray()),
        SearchOrKey or => And([Opposite(or.Left), Opposite(or.Right)]),
        SearchWordKey { Word: >= SearchWord.Answered and <= SearchWord.Seen } word => Of(new SearchWordKey(word.Word + (SearchWord.Unanswered - SearchWord.Answered))),
        SearchWordKey { Word: >= SearchWord.Unanswered and <= SearchWord.Unseen } word => Of(new SearchWordKey(word.Word - (SearchWord.Unanswered - SearchWord.Answered))),
        SearchKeywordKey keyword => Of(new SearchKeywordKey(keyword.Keyword, !keyword.IsSet)),
        SearchSizeKey { IsLarger: true, Octets: < uint.MaxValue } larger => Of(SearchKey.Smaller(larger.Octets + 1)),
        SearchSizeKey { IsLarger: false, Octets: > 0 } smaller => Of(SearchKey.Larger(smaller.Octets - 1)),
        SearchAgeKey age => Of(new SearchAgeKey(age.Seconds, !age.IsOlder)),
        SearchDateKey { Field: SearchDateField.Before } date => Of(SearchKey.Since(date.Date)),
        SearchDateKey { Field: SearchDateField.Since } date => Of(SearchKey.Before(date.Date)),
        _ => new ServerKey(SearchKey.Not(key), 1),
    };

    private static ServerKey Joined(IReadOnlyCollection<ServerKey> keys, int levels, Func<SearchKey> make)
    {
        var depth = keys.Max(static k => k.Depth) + levels;
        return depth > MaxDepth ? TooDeep : new ServerKey(make(), depth);
    }

    private static IEnumerable<SearchKey> Parts(SearchKey key) => key is SearchAndKey and ? and.Keys : [key];

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
