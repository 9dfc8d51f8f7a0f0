namespace ImapPS.Client.Search;

/// <summary>Walks a query.</summary>
internal static class QueryTerms
{
    /// <summary>The conditions in it, from left to right, without AND, OR and NOT.</summary>
    public static IEnumerable<Query> Of(Query query)
    {
        var open = new Stack<Query>();
        open.Push(query);
        while (open.Count > 0)
        {
            var next = open.Pop();
            var inner = next switch
            {
                QueryAnd and => and.Terms,
                QueryOr or => or.Terms,
                QueryNot not => [not.Term],
                _ => null,
            };
            if (inner is null)
            {
                yield return next;
                continue;
            }

            for (var i = inner.Count - 1; i >= 0; i--)
                open.Push(inner[i]);
        }
    }
}
