using ImapPS.Client.Connection;
using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Mailboxes;

/// <summary>LIST, LSUB and STATUS.</summary>
public static class MailboxListing
{
    private static readonly CommandTraits OneAtATime = CommandTraits.Class("LIST");

    /// <summary>The mailboxes that match a pattern: one command where the server has LIST-STATUS, pipelined ones otherwise.</summary>
    /// <param name="session">Logged in.</param>
    /// <param name="pattern">With IMAP's wildcards: * for anything, % for anything but the delimiter.</param>
    /// <param name="subscribed">Only those that the user subscribed to.</param>
    /// <param name="status">What to ask of each; null for nothing. What the server doesn't know is left out.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ImapException">InvalidArgument (a control character in the pattern), CommandRefused, or the connection's end.</exception>
    public static async Task<IReadOnlyList<MailboxInfo>> ListAsync(
        this ImapSession session,
        string pattern,
        bool subscribed,
        StatusItems? status,
        CancellationToken cancellationToken)
    {
        var capabilities = session.Capabilities;
        var items = status is { } asked && Supported(asked, capabilities) is not StatusItems.None and var known ? known : (StatusItems?)null;
        // LSUB has no options.
        var together = items is not null && capabilities.ListStatus && (capabilities.ListExtended || !subscribed);
        var sink = new ListSink(together);
        ListCommand command;
        try
        {
            command = Command(pattern, subscribed, capabilities, together ? items : null);
        }
        catch (ArgumentException e)
        {
            throw new ImapException(ImapError.InvalidArgument, e.Message, e);
        }

        (await session.Connection.ExecuteAsync(command, sink, OneAtATime, cancellationToken).ConfigureAwait(false)).ThrowIfNotOk(command);

        var mailboxes = sink.Mailboxes
            .Where(static m => !m.HasAttribute("\\NonExistent") || m.HasAttribute("\\Subscribed"))
            .GroupBy(static m => m.Mailbox)
            .Select(static g => new MailboxInfo(g.Key, g.First().Delimiter, g.SelectMany(static m => m.Attributes).Distinct(StringComparer.OrdinalIgnoreCase).ToArray()))
            .ToList();
        if (items is null)
            return mailboxes;
        var statuses = together
            ? sink.Statuses.GroupBy(static s => s.Mailbox).ToDictionary(static g => g.Key, static g => g.Last())
            : await StatusesAsync(session, mailboxes.Where(static m => m.IsSelectable).Select(static m => m.Name), items.Value, cancellationToken).ConfigureAwait(false);
        return mailboxes.ConvertAll(m => statuses.TryGetValue(m.Name, out var found) ? m with { Status = found } : m);
    }

    /// <summary>STATUS of one mailbox.</summary>
    /// <exception cref="ImapException">MailboxNotFound, CommandRefused.</exception>
    public static async Task<MailboxStatusResponse> StatusAsync(this ImapSession session, MailboxName mailbox, StatusItems items, CancellationToken cancellationToken)
    {
        var sink = new StatusSink(mailbox);
        items = Supported(items, session.Capabilities);
        // MESSAGES is what every server knows, and without an item there is no STATUS.
        var command = new StatusCommand(mailbox, items == StatusItems.None ? StatusItems.Messages : items);
        (await session.Connection.ExecuteAsync(command, sink, null, cancellationToken).ConfigureAwait(false)).ThrowIfNotOk(command, mailbox);
        return sink.Status ?? new MailboxStatusResponse(mailbox);
    }

    private static ListCommand Command(string pattern, bool subscribed, CapabilitySet capabilities, StatusItems? status)
    {
        var extended = capabilities.ListExtended;
        var wanted = extended ? ListReturn.Children | (capabilities.SpecialUse ? ListReturn.SpecialUse : 0) : ListReturn.None;
        if (!subscribed)
            return new ListCommand("", [pattern]) { Return = wanted, ReturnStatus = status };
        return extended
            ? new ListCommand("", [pattern]) { Selection = ListSelection.Subscribed, Return = wanted, ReturnStatus = status }
            : new ListCommand("", [pattern]) { Lsub = true };
    }

    private static async Task<Dictionary<MailboxName, MailboxStatusResponse>> StatusesAsync(ImapSession session, IEnumerable<MailboxName> mailboxes, StatusItems items, CancellationToken cancellationToken)
    {
        var pending = mailboxes.Select(m => (Mailbox: m, Sink: new StatusSink(m))).Select(p => (p.Mailbox, p.Sink, Command: session.Connection.Enqueue(new StatusCommand(p.Mailbox, items), p.Sink))).ToArray();
        var result = new Dictionary<MailboxName, MailboxStatusResponse>();
        try
        {
            foreach (var (mailbox, sink, command) in pending)
            {
                // One mailbox that can't be looked into must not hide the others: it has no status.
                await session.Connection.AwaitAsync(command, cancellationToken).ConfigureAwait(false);
                if (sink.Status is { } status)
                    result[mailbox] = status;
            }
        }
        catch
        {
            // Those that were not sent yet need not be.
            session.Connection.Abandon(Array.ConvertAll(pending, static p => p.Command), default);
            throw;
        }

        return result;
    }

    private static StatusItems Supported(StatusItems asked, CapabilitySet capabilities)
    {
        if (!capabilities.StatusSize)
            asked &= ~StatusItems.Size;
        if (!capabilities.CondStore)
            asked &= ~StatusItems.HighestModSeq;
        if (!capabilities.ImapRev2)
            asked &= ~StatusItems.Deleted;
        return asked;
    }
}
