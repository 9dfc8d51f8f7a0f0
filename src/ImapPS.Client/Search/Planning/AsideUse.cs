namespace ImapPS.Client.Search;

/// <summary>What the answer to a <see cref="SearchAside"/> says of the term.</summary>
internal enum AsideUse
{
    /// <summary>It is true of the messages found and of no other: the server alone knows.</summary>
    Decides,

    /// <summary>It is true of the messages found; of others it may be. That saves reading, and is asked only if there is much to read.</summary>
    Confirms,

    /// <summary>It is not true of the others, as far as their texts are in a charset that the server reads.</summary>
    RulesOut,
}
