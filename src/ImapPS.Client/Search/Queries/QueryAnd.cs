using ImapPS.Protocol.Commands;

namespace ImapPS.Client.Search;

/// <summary>What all of the terms match; a QueryAnd among them is taken apart.</summary>
public sealed record QueryAnd : Query
{
    /// <param name="terms">Any number; <see cref="Query.And"/> makes none of few.</param>
    /// <exception cref="ArgumentException">It would be bigger than <see cref="QueryLimits"/>.</exception>
    public QueryAnd(IReadOnlyList<Query> terms)
    {
        if (terms is null)
            throw new ArgumentNullException(nameof(terms));
        CheckSize(terms.Count + 1L);
        CheckSize(terms.Sum(static t => (long)(t ?? throw new ArgumentException("A term is missing.", nameof(terms))).Size) + 1);
        var flat = new ValueList<Query>(terms.SelectMany(static t => t is QueryAnd same ? same.Terms : [t]));
        Terms = flat;
        Size = CheckSize(flat.Sum(static t => (long)t.Size) + 1);
        Depth = CheckDepth(flat.Select(static t => t.Depth).DefaultIfEmpty().Max() + 1);
    }

    public IReadOnlyList<Query> Terms { get; }

    internal override int Depth { get; }

    internal override int Size { get; }
}
