using ImapPS.Protocol.Commands;

namespace ImapPS.Client.Search;

/// <summary>A search beside the main one, about a single term of what is to be checked.</summary>
/// <param name="Term">The term.</param>
/// <param name="Key">What is asked; null for what can't be found.</param>
/// <param name="Use">What the answer says.</param>
internal sealed record SearchAside(Query Term, SearchKey? Key, AsideUse Use);
