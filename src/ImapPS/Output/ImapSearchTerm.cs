using ImapPS.Client.Search;
using ImapPS.Filtering;

namespace ImapPS;

/// <summary>What becomes of one condition of a search.</summary>
public sealed class ImapSearchTerm
{
    internal ImapSearchTerm(PlannedTerm term)
    {
        Condition = FilterWriter.Write(term.Term);
        Search = term.Sent;
        DecidedBy = term.IsDecided ? "Server" : "Client";
        Needs = term.Data;
        Reason = term.Reason;
    }

    /// <summary>The condition, as a filter.</summary>
    public string Condition { get; }

    /// <summary>What stands for it in SEARCH; null if nothing does.</summary>
    public string? Search { get; }

    /// <summary>Server, or Client if what the server finds must be checked here.</summary>
    public string DecidedBy { get; }

    /// <summary>What is fetched of a message to decide it here.</summary>
    public MessageData Needs { get; }

    /// <summary>Why so.</summary>
    public string Reason { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{DecidedBy}: {Condition}";
}
