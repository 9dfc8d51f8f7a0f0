using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Mailboxes;

/// <summary>A mailbox as LIST shows it.</summary>
public sealed record MailboxInfo(MailboxName Name, char? Delimiter, IReadOnlyList<string> Attributes)
{
    /// <summary>What STATUS told, if it was asked and answered.</summary>
    public MailboxStatusResponse? Status { get; init; }

    /// <summary>Whether the user subscribed to it; null if that was not asked.</summary>
    public bool? IsSubscribed { get; init; }

    /// <summary>The special use that the name speaks for, where the server names no mailbox of that use.</summary>
    public string? GuessedUse { get; init; }

    /// <summary>Whether it can hold messages (RFC 9051 section 7.3.1).</summary>
    public bool IsSelectable => !Has("\\Noselect") && !Has("\\NonExistent");

    /// <summary>Whether there are mailboxes below it; null if the server doesn't tell (RFC 3348).</summary>
    public bool? HasChildren => Has("\\HasChildren") ? true : Has("\\HasNoChildren") || Has("\\Noinferiors") ? false : null;

    /// <summary>The special-use attribute without its backslash (RFC 6154), else the guess; Inbox for INBOX; null for others.</summary>
    public string? SpecialUse => Name.IsInbox ? "Inbox" : SpecialUses.Of(Attributes) ?? GuessedUse;

    public bool Has(string attribute) => Attributes.Contains(attribute, StringComparer.OrdinalIgnoreCase);
}
