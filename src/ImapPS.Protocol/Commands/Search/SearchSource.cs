using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>Mailboxes that a multi-mailbox search looks through (RFC 7377 section 2.2).</summary>
public sealed record SearchSource
{
    /// <param name="kind">How they are chosen.</param>
    /// <param name="mailboxes">The names for Subtree, SubtreeOne and Mailboxes; none for the others.</param>
    /// <exception cref="ArgumentException">Names are missing, or there are some where none can be.</exception>
    public SearchSource(SearchSourceKind kind, params IReadOnlyList<MailboxName> mailboxes)
    {
        Kind = (SearchSourceKind)CommandWords.Check(CommandWords.SearchSource, (int)kind, nameof(kind));
        Mailboxes = new ValueList<MailboxName>(mailboxes ?? throw new ArgumentNullException(nameof(mailboxes)));
        if (kind >= SearchSourceKind.Subtree != Mailboxes.Count > 0)
            throw new ArgumentException("SUBTREE, SUBTREE-ONE and MAILBOXES name mailboxes; the other sources don't.", nameof(mailboxes));
    }

    public SearchSourceKind Kind { get; }

    public IReadOnlyList<MailboxName> Mailboxes { get; }

    // filter-mailboxes = "selected" / "inboxes" / "personal" / "subscribed" /
    //                    ( "subtree" SP one-or-more-mailbox ) / ( "subtree-one" SP one-or-more-mailbox ) /
    //                    ( "mailboxes" SP one-or-more-mailbox )          ; RFC 5465 section 8, RFC 7377 section 4
    // one-or-more-mailbox = mailbox / many-mailboxes; many-mailboxes = "(" mailbox *(SP mailbox) ")"
    internal void Write(CommandWriter writer)
    {
        writer.Raw(CommandWords.SearchSource[(int)Kind]);
        for (var i = 0; i < Mailboxes.Count; i++)
            writer.Raw(i == 0 ? " (" : " ").Mailbox(Mailboxes[i]);
        if (Mailboxes.Count > 0)
            writer.Raw(")");
    }
}
