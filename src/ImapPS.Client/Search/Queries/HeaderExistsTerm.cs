namespace ImapPS.Client.Search;

/// <summary>Whether the message has a header field of this name, an empty one among them.</summary>
/// <exception cref="ArgumentException">It is no name of a header field.</exception>
public sealed record HeaderExistsTerm(string Name) : Query
{
    public string Name { get; } = TermCheck.HeaderName(Name);
}
