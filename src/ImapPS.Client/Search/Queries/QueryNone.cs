namespace ImapPS.Client.Search;

/// <summary>No message; <see cref="Query.None"/>.</summary>
public sealed record QueryNone : Query
{
    internal QueryNone()
    {
    }
}
