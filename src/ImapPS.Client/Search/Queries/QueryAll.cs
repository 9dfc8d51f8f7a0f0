namespace ImapPS.Client.Search;

/// <summary>Every message; <see cref="Query.All"/>.</summary>
public sealed record QueryAll : Query
{
    internal QueryAll()
    {
    }
}
