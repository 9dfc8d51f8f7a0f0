using ImapPS.Client.Search;
using ImapPS.Filtering;

namespace ImapPS;

/// <summary>How a search would be done: what the server is asked, what is left to be checked here, and what that costs.</summary>
public sealed class ImapSearchPlan
{
    internal ImapSearchPlan(ImapSession session, string mailbox, SearchPlan plan)
    {
        Session = session;
        Mailbox = mailbox;
        Search = plan.ToProgramTexts().ToArray();
        Left = plan.Residue is { } residue ? FilterWriter.Write(residue) : null;
        Fetch = plan.Stages.Select(static s => $"{(s.HeaderNames.Count > 0 ? string.Join(", ", s.HeaderNames) : s.Data)} ({s.Octets} bytes)").ToArray();
        BytesPerCandidate = plan.CostPerCandidate;
        Terms = plan.Terms.Select(static t => new ImapSearchTerm(t)).ToArray();
        Notes = plan.Notes.ToArray();
    }

    /// <summary>Where the mailbox is.</summary>
    public ImapSession Session { get; }

    /// <summary>The mailbox's name, as the server writes it.</summary>
    public string Mailbox { get; }

    /// <summary>What UID SEARCH is sent; several where one were too long, none if nothing can match.</summary>
    public string[] Search { get; }

    /// <summary>Whether the server decides all, and nothing is fetched.</summary>
    public bool IsServerOnly => Left is null;

    /// <summary>What is checked here of the messages that the server finds, as a filter; null if nothing is.</summary>
    public string? Left { get; }

    /// <summary>What is fetched for that, the cheapest first, with the bytes that come for each message, about; later ones only of messages that are still undecided.</summary>
    public string[] Fetch { get; }

    /// <summary>Bytes that come for a message of which everything must be fetched, about.</summary>
    public long BytesPerCandidate { get; }

    /// <summary>What becomes of each condition.</summary>
    public ImapSearchTerm[] Terms { get; }

    /// <summary>What is worth knowing beside.</summary>
    public string[] Notes { get; }
}
