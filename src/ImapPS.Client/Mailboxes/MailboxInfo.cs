using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Mailboxes;

/// <summary>A mailbox as LIST shows it.</summary>
public sealed record MailboxInfo(MailboxName Name, char? Delimiter, IReadOnlyList<string> Attributes)
{
    private static readonly string[] SpecialUses = ["\\All", "\\Archive", "\\Drafts", "\\Flagged", "\\Junk", "\\Sent", "\\Trash", "\\Important"];

    /// <summary>What STATUS told, if it was asked and answered.</summary>
    public MailboxStatusResponse? Status { get; init; }

    /// <summary>Whether it can hold messages (RFC 9051 section 7.3.1).</summary>
    public bool IsSelectable => !Has("\\Noselect") && !Has("\\NonExistent");

    /// <summary>The special-use attribute without its backslash (RFC 6154); Inbox for INBOX; null for others.</summary>
    public string? SpecialUse => Name.IsInbox ? "Inbox" : SpecialUses.FirstOrDefault(Has)?.Substring(1);

    public bool Has(string attribute) => Attributes.Contains(attribute, StringComparer.OrdinalIgnoreCase);
}
