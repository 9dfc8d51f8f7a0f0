using ImapPS.Protocol.Commands;

namespace ImapPS.Client.Search;

/// <summary>What the server finds by a search key of its own, whose answer is taken as it is.</summary>
public sealed record ServerTerm(SearchKey Key) : Query
{
    public SearchKey Key { get; } = Key ?? throw new ArgumentNullException(nameof(Key));
}
