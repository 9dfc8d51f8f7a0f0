namespace ImapPS.Client.Search;

/// <summary>Whether the message has this id; upper and lower case differ (RFC 8474 section 4).</summary>
/// <exception cref="ArgumentException">It is no id.</exception>
public sealed record IdTerm(IdField Field, string Value) : Query
{
    public IdField Field { get; } = TermCheck.Defined(Field);

    public string Value { get; } = TermCheck.ObjectId(Value);
}
