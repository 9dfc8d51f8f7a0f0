namespace ImapPS.Client.Search;

/// <summary>What becomes of one term of a query.</summary>
/// <param name="Term">The term.</param>
/// <param name="Sent">The condition that stands for it in SEARCH; null if there is none.</param>
/// <param name="IsDecided">Whether the server's answer decides it.</param>
/// <param name="Data">What must be known of a message to decide it here; None if that isn't needed.</param>
/// <param name="Reason">Why so, for people.</param>
public sealed record PlannedTerm(Query Term, string? Sent, bool IsDecided, MessageData Data, string Reason);
