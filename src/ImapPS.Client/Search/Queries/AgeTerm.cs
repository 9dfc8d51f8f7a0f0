namespace ImapPS.Client.Search;

/// <summary>How long ago the message was received (INTERNALDATE), compared. What is now is fixed once for a query.</summary>
public sealed record AgeTerm(Comparison Comparison, TimeSpan Value) : Query
{
    public Comparison Comparison { get; } = TermCheck.Defined(Comparison);
}
