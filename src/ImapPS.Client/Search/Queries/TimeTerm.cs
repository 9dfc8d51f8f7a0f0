namespace ImapPS.Client.Search;

/// <summary>A moment of a message compared with another, exact to the second. No comparison is true of a message that doesn't have that moment.</summary>
public sealed record TimeTerm(TimeField Field, Comparison Comparison, DateTimeOffset Value) : Query
{
    public TimeField Field { get; } = TermCheck.Defined(Field);

    public Comparison Comparison { get; } = TermCheck.Defined(Comparison);
}
