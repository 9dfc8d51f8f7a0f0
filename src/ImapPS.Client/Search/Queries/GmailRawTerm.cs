namespace ImapPS.Client.Search;

/// <summary>What Gmail finds with a search in its own language (X-GM-RAW); nobody else can tell.</summary>
/// <exception cref="ArgumentException">It is empty, holds a control character, or is longer than <see cref="QueryLimits.MaxTextLength"/>.</exception>
public sealed record GmailRawTerm(string Value) : Query
{
    public string Value { get; } = TermCheck.GmailSearch(Value);
}
