namespace ImapPS.Client.Search;

/// <summary>How values with an order compare; for what isn't equal there is <see cref="QueryNot"/>.</summary>
public enum Comparison
{
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}
