using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Search;

/// <summary>Divides a query between the server and the client, so that no match is lost and as little as possible is fetched.</summary>
public static class SearchPlanner
{
    private const int MaxExplained = 1000;

    /// <summary>So many searches are made to save reading.</summary>
    private const int MaxConfirming = 4;

    /// <summary>Plans for a server with these capabilities.</summary>
    /// <exception cref="ImapException">NotSupported: the query asks for what the server doesn't have.</exception>
    public static SearchPlan Plan(Query query, CapabilitySet capabilities, DateTimeOffset now) => Plan(query, SearchAbility.Of(capabilities), now);

    /// <summary>Plans for what a server's SEARCH can do.</summary>
    /// <param name="query">What is looked for.</param>
    /// <param name="ability">What the server can do.</param>
    /// <param name="now">What age is counted from.</param>
    /// <exception cref="ImapException">NotSupported: the query asks for what the server doesn't have. InvalidArgument: it can't be sent.</exception>
    public static SearchPlan Plan(Query query, SearchAbility ability, DateTimeOffset now)
    {
        if (query is null)
            throw new ArgumentNullException(nameof(query));
        if (ability is null)
            throw new ArgumentNullException(nameof(ability));
        var notes = new List<string>();
        var (bounds, residue) = Divide(query, now, ability);
        IReadOnlyList<SearchKey> programs = [];
        if (bounds.Upper.Key is { } key)
        {
            programs = SearchPrograms.Split(key, out var widened);
            if (programs.Count > 1)
                notes.Add($"The search is too long for one command, and is sent in {programs.Count} parts.");
            if (widened)
            {
                residue = query;
                notes.Add("Part of the search is too long to be sent; it is checked here.");
            }
        }

        var asides = Asides(residue, programs, now, ability);
        var unicode = programs.Concat(asides.Select(static a => a.Key).OfType<SearchKey>()).Any(NeedsUnicode);
        if (!ability.Unicode)
            notes.Add("The server takes text in US-ASCII only: other letters are looked for here.");
        else if (unicode)
            notes.Add("Text is sent in UTF-8. A message that doesn't say in which charset its text is may be missed by the server.");
        if (ability.WordsOnly && QueryTerms.Of(query).Any(static t => t is TextTerm))
            notes.Add("The server finds whole words only: it is asked for those that surely are some, and the rest is checked here.");
        return new SearchPlan(query, programs, residue, asides, Explain(query, residue, now, ability), notes, now, unicode);
    }

    /// <summary>What the server can say, and what is left to be checked of those that it finds.</summary>
    private static (Bounds Bounds, Query? Residue) Divide(Query query, DateTimeOffset now, SearchAbility ability)
    {
        switch (query)
        {
            case QueryAnd and:
                // Whoever was found passes the terms that the server decides.
                var parts = and.Terms.Select(t => Divide(t, now, ability)).ToArray();
                var all = Bounds.And(Array.ConvertAll(parts, static p => p.Bounds));
                var isTooDeep = all.Upper.IsAll && Array.Exists(parts, static p => !p.Bounds.Upper.IsAll);
                var left = parts.Where(static p => p.Residue is not null).Select(static p => p.Residue!).ToArray();
                return (all, all.IsExact ? null : isTooDeep ? query : Query.And(left));
            case QueryOr or:
                var any = Bounds.Or(or.Terms.Select(t => Divide(t, now, ability).Bounds).ToArray());
                return (any, any.IsExact ? null : query);
            case QueryNot not:
                var none = Bounds.Not(Divide(not.Term, now, ability).Bounds);
                return (none, none.IsExact ? null : query);
            default:
                var bounds = TermBounds.Of(query, now, ability);
                return (bounds, bounds.IsExact ? null : query);
        }
    }

    private static List<SearchAside> Asides(Query? residue, IReadOnlyList<SearchKey> programs, DateTimeOffset now, SearchAbility ability)
    {
        var asides = new List<SearchAside>();
        foreach (var term in (residue is null ? [] : QueryTerms.Of(residue)).Distinct())
        {
            var bounds = TermBounds.Of(term, now, ability);
            if (QueryCheck.IsForServer(term))
                asides.Add(new SearchAside(term, bounds.Upper.Key, AsideUse.Decides));
            else if (term is TextTerm text && TextBounds.Aside(text, ability) is { } key && SearchPrograms.Fits(key))
                asides.Add(new SearchAside(term, key, AsideUse.RulesOut));
            else if (asides.Count(static a => a.Use == AsideUse.Confirms) < MaxConfirming && Confirming(bounds, programs) is { } confirming)
                asides.Add(new SearchAside(term, confirming, AsideUse.Confirms));
        }

        return asides;
    }

    /// <summary>Those of the candidates that the server is sure of; null if it is of none, or that would be too long.</summary>
    private static SearchKey? Confirming(Bounds bounds, IReadOnlyList<SearchKey> programs)
    {
        if (bounds.IsExact || bounds.Lower.Key is not { } sure || programs is not [var program])
            return null;
        var key = SearchKey.And([.. program is SearchAndKey and ? and.Keys : [program], sure]);
        return SearchPrograms.Fits(key) ? key : null;
    }

    private static bool NeedsUnicode(SearchKey key) => new UidSearchCommand(key).Charset is not null;

    private static PlannedTerm[] Explain(Query query, Query? residue, DateTimeOffset now, SearchAbility ability)
    {
        var left = new HashSet<Query>(residue is null ? [] : QueryTerms.Of(residue));
        return QueryTerms.Of(query).Take(MaxExplained).Select(term =>
        {
            var bounds = TermBounds.Of(term, now, ability);
            var sent = bounds.Upper.IsAll || bounds.Upper.Key is not { } key ? null : SearchPrograms.ToText(key);
            var isLeft = left.Contains(term);
            var reason = isLeft && bounds.IsExact ? "The server could decide it alone, but not together with what it is joined to." : bounds.Reason;
            return new PlannedTerm(term, sent, !isLeft, isLeft ? TermNeeds.Of(term).Data : MessageData.None, reason);
        }).ToArray();
    }
}
