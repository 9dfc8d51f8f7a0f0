using ImapPS.Protocol.Commands;

namespace ImapPS.Client.Search;

/// <summary>How a query is answered: what the server is asked, and what is left to be checked here.</summary>
public sealed class SearchPlan
{
    internal SearchPlan(
        Query query,
        IReadOnlyList<SearchKey> programs,
        Query? residue,
        IReadOnlyList<SearchAside> asides,
        IReadOnlyList<PlannedTerm> terms,
        IReadOnlyList<string> notes,
        DateTimeOffset now,
        bool needsUnicode)
    {
        Query = query;
        Programs = programs;
        Residue = residue;
        Asides = asides;
        Terms = terms;
        Notes = notes;
        Now = now;
        NeedsUnicode = needsUnicode;
        Stages = residue is null ? [] : CheckStage.Of(residue);
    }

    public Query Query { get; }

    /// <summary>The searches whose answers together hold every match; one as a rule, none if nothing can match, several where one were too long.</summary>
    public IReadOnlyList<SearchKey> Programs { get; }

    /// <summary>What the candidates are checked for; null if the server decides all.</summary>
    public Query? Residue { get; }

    /// <summary>Whether the server decides all, and nothing is fetched.</summary>
    public bool IsExact => Residue is null;

    /// <summary>What is fetched of candidates, the cheapest first; each stage only of those that are still undecided.</summary>
    public IReadOnlyList<CheckStage> Stages { get; }

    /// <summary>The terms one by one, with what becomes of each; the first thousand.</summary>
    public IReadOnlyList<PlannedTerm> Terms { get; }

    /// <summary>What is worth saying of the plan as a whole; for verbose output.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>What age is counted from.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>Octets to receive for each candidate that only the last stage decides, about.</summary>
    public long CostPerCandidate => Stages.Sum(static s => (long)s.Octets);

    internal IReadOnlyList<SearchAside> Asides { get; }

    /// <summary>Whether a string in it isn't ASCII.</summary>
    internal bool NeedsUnicode { get; }

    /// <summary>The searches as they are sent, without tag and options.</summary>
    public IReadOnlyList<string> ToProgramTexts() => Programs.Select(SearchPrograms.ToText).ToArray();
}
