namespace ImapPS.Client.Search;

/// <summary>What the term doesn't match.</summary>
/// <exception cref="ArgumentException">It would be bigger than <see cref="QueryLimits"/>.</exception>
public sealed record QueryNot(Query Term) : Query
{
    public Query Term { get; } = Term ?? throw new ArgumentNullException(nameof(Term));

    internal override int Depth { get; } = CheckDepth(Term.Depth + 1);

    internal override int Size { get; } = CheckSize(Term.Size + 1L);
}
