namespace ImapPS.Client.Search;

/// <summary>A number of a message, compared.</summary>
public sealed record NumberTerm(NumberField Field, Comparison Comparison, ulong Value) : Query
{
    public NumberField Field { get; } = TermCheck.Defined(Field);

    public Comparison Comparison { get; } = TermCheck.Defined(Comparison);
}
