using ImapPS.Protocol.Commands;

namespace ImapPS.Client.Search;

/// <summary>What any of the terms match; a QueryOr among them is taken apart.</summary>
public sealed record QueryOr : Query
{
    /// <param name="terms">Any number; <see cref="Query.Or"/> makes none of few.</param>
    /// <exception cref="ArgumentException">It would be bigger than <see cref="QueryLimits"/>.</exception>
    public QueryOr(IReadOnlyList<Query> terms)
    {
        if (terms is null)
            throw new ArgumentNullException(nameof(terms));
        CheckSize(terms.Count + 1L);
        CheckSize(terms.Sum(static t => (long)(t ?? throw new ArgumentException("A term is missing.", nameof(terms))).Size) + 1);
        var flat = new ValueList<Query>(terms.SelectMany(static t => t is QueryOr same ? same.Terms : [t]));
        Terms = flat;
        Size = CheckSize(flat.Sum(static t => (long)t.Size) + 1);
        Depth = CheckDepth(flat.Select(static t => t.Depth).DefaultIfEmpty().Max() + 1);
    }

    public IReadOnlyList<Query> Terms { get; }

    internal override int Depth { get; }

    internal override int Size { get; }
}
