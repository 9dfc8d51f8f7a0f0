using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>Some mailboxes and what a client wants to be told of them (RFC 5465 section 8).</summary>
public sealed record NotifyGroup
{
    private const NotifyEvents Both = NotifyEvents.MessageNew | NotifyEvents.MessageExpunge;

    /// <param name="filter">How the mailboxes are chosen.</param>
    /// <param name="events">What of them.</param>
    /// <param name="mailboxes">The names for Subtree and Mailboxes; none for the others.</param>
    /// <exception cref="ArgumentException">
    /// Names are missing, or there are some where none can be; or the events can't stand so: MessageNew and MessageExpunge go together, and
    /// FlagChange and AnnotationChange with both (section 5).
    /// </exception>
    public NotifyGroup(NotifyFilter filter, NotifyEvents events, params IReadOnlyList<MailboxName> mailboxes)
    {
        Filter = (NotifyFilter)CommandWords.Check(CommandWords.NotifyFilter, (int)filter, nameof(filter));
        Mailboxes = new ValueList<MailboxName>(mailboxes ?? throw new ArgumentNullException(nameof(mailboxes)));
        if (filter >= NotifyFilter.Subtree != Mailboxes.Count > 0)
            throw new ArgumentException("SUBTREE and MAILBOXES name mailboxes; the other filters don't.", nameof(mailboxes));
        _ = CommandWords.Join(CommandWords.NotifyEvents, (int)events);
        Events = (events & Both) is NotifyEvents.None or Both && ((events & (NotifyEvents.FlagChange | NotifyEvents.AnnotationChange)) == 0 || (events & Both) == Both)
            ? events
            : throw new ArgumentException("MessageNew and MessageExpunge go together, and FlagChange and AnnotationChange with both.", nameof(events));
    }

    public NotifyFilter Filter { get; }

    public NotifyEvents Events { get; }

    public IReadOnlyList<MailboxName> Mailboxes { get; }

    /// <summary>What is told of each new message of the selected mailbox; null for nothing but that it came.</summary>
    public FetchItems? NewItems { get; init; }

    /// <summary>Whether it is the selected mailbox, whichever that is.</summary>
    public bool IsSelected => Filter is NotifyFilter.Selected or NotifyFilter.SelectedDelayed;

    internal string? Conflict =>
        NewItems is null ? null
        : !IsSelected || (Events & NotifyEvents.MessageNew) == 0 ? "Items of new messages are told of the selected mailbox only (RFC 5465 section 5.2)."
        : NewItems.ChangedSince is not null ? "CHANGEDSINCE has no meaning for new messages."
        : NewItems.Conflict;

    // event-group      = "(" filter-mailboxes SP events ")"                   ; RFC 5465 section 8
    // filter-mailboxes = "selected" / "selected-delayed" / "inboxes" / "personal" / "subscribed" /
    //                    ( "subtree" SP one-or-more-mailbox ) / ( "mailboxes" SP one-or-more-mailbox )
    // events           = ( "(" event *(SP event) ")" ) / "NONE"
    // message-event    = ( "MessageNew" [SP "(" fetch-att *(SP fetch-att) ")" ] ) / "MessageExpunge" / "FlagChange" / "AnnotationChange"
    internal void Write(CommandWriter writer)
    {
        writer.Raw(" (").Raw(CommandWords.NotifyFilter[(int)Filter]);
        for (var i = 0; i < Mailboxes.Count; i++)
            writer.Raw(i == 0 ? " (" : " ").Mailbox(Mailboxes[i]);
        writer.Raw(Mailboxes.Count > 0 ? ") " : " ");
        if (Events == NotifyEvents.None)
        {
            writer.Raw("NONE)");
            return;
        }

        writer.Raw("(");
        if (NewItems is not null)
        {
            NewItems.Write(writer.Raw("MessageNew "));
            writer.Space();
        }

        writer.Raw(CommandWords.Join(CommandWords.NotifyEvents, (int)(NewItems is null ? Events : Events & ~NotifyEvents.MessageNew))).Raw("))");
    }
}
