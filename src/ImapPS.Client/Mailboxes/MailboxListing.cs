using System.Runtime.CompilerServices;
using ImapPS.Client.Connection;
using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Mailboxes;

/// <summary>LIST, LSUB and STATUS.</summary>
public static class MailboxListing
{
    /// <summary>STATUS commands that are in flight together.</summary>
    private const int StatusWindow = 1000;

    private static readonly CommandTraits OneAtATime = CommandTraits.Class("LIST");

    /// <summary>The mailboxes that match a pattern, what the server says of one in several places put together.</summary>
    /// <inheritdoc cref="EnumerateAsync" path="/exception"/>
    public static Task<IReadOnlyList<MailboxInfo>> ListAsync(
        this ImapSession session,
        string pattern,
        bool subscribed,
        StatusItems? status,
        CancellationToken cancellationToken) =>
        session.RepeatAsync(() => ListOnceAsync(session, new MailboxQuery { Patterns = [pattern], Subscribed = subscribed, Status = status }, cancellationToken), cancellationToken);

    /// <summary>The mailboxes that a query asks for, each once, as they arrive.</summary>
    /// <remarks>
    /// One command where the server has LIST-EXTENDED, and LIST-STATUS if a status is asked for. Else LIST and LSUB go out
    /// together, and the STATUS commands together behind them: two round trips for up to 1,000 mailboxes.
    /// </remarks>
    /// <param name="session">Logged in.</param>
    /// <param name="query">Which, and what of each.</param>
    /// <param name="cancellationToken">Stops waiting; what still comes is dropped and the session stays good.</param>
    /// <exception cref="ImapException">InvalidArgument (a control character in a pattern), CommandRefused, ProtocolViolation (mailboxes without end), or the connection's end.</exception>
    public static async IAsyncEnumerable<MailboxInfo> EnumerateAsync(this ImapSession session, MailboxQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var items = StatusFor(session, query);
        var together = items is not null && AsksTogether(session, query);
        var found = ResumedAsync(session, () => FoundAsync(session, query, together ? items : null, cancellationToken), cancellationToken);
        await foreach (var mailbox in (items is null || together ? found : session.WithStatusAsync(found, items.Value, cancellationToken)).ConfigureAwait(false))
            yield return mailbox;
    }

    /// <summary>Adds STATUS to mailboxes as they come, by commands that go out together; one that can't be looked into has none.</summary>
    /// <exception cref="ImapException">The connection's end.</exception>
    public static async IAsyncEnumerable<MailboxInfo> WithStatusAsync(
        this ImapSession session,
        IAsyncEnumerable<MailboxInfo> mailboxes,
        StatusItems items,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await session.ConnectedAsync(cancellationToken).ConfigureAwait(false);
        items = Supported(items, session.Capabilities);
        var window = new Queue<StatusQuestion>();
        var repeats = new Repeats(session);
        try
        {
            await foreach (var mailbox in mailboxes.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                var question = new StatusQuestion(session, mailbox, items);
                question.Ask();
                window.Enqueue(question);
                while (window.Count > 0 && (window.Count > StatusWindow || window.Peek().IsOver))
                    yield return await NextAsync().ConfigureAwait(false);
            }

            while (window.Count > 0)
                yield return await NextAsync().ConfigureAwait(false);
        }
        finally
        {
            // Those that were not sent yet need not be.
            session.Connection.Abandon(window.Select(static w => w.Command).OfType<PendingCommand>().ToArray(), default);
        }

        async Task<MailboxInfo> NextAsync()
        {
            while (true)
            {
                try
                {
                    var mailbox = await window.Peek().AnswerAsync(cancellationToken).ConfigureAwait(false);
                    window.Dequeue();
                    repeats.Reset();
                    return mailbox;
                }
                catch (ImapException e) when (repeats.Allow(e))
                {
                    await repeats.PrepareAsync(e, cancellationToken).ConfigureAwait(false);
                    await session.ConnectedAsync(cancellationToken).ConfigureAwait(false);
                    foreach (var question in window)
                        question.Ask();
                }
            }
        }
    }

    /// <summary>STATUS of one mailbox.</summary>
    /// <exception cref="ImapException">MailboxNotFound, CommandRefused.</exception>
    public static Task<MailboxStatusResponse> StatusAsync(this ImapSession session, MailboxName mailbox, StatusItems items, CancellationToken cancellationToken) =>
        session.RepeatAsync(() => StatusOnceAsync(session, mailbox, items, cancellationToken), cancellationToken);

    private static async Task<MailboxStatusResponse> StatusOnceAsync(ImapSession session, MailboxName mailbox, StatusItems items, CancellationToken cancellationToken)
    {
        var sink = new StatusSink(mailbox);
        items = Supported(items, session.Capabilities);
        // MESSAGES is what every server knows, and without an item there is no STATUS.
        var command = new StatusCommand(mailbox, items == StatusItems.None ? StatusItems.Messages : items);
        var response = await session.Connection.ExecuteAsync(command, sink, null, cancellationToken).ConfigureAwait(false);
        if (response is { Status: StatusKind.No, Code: null } && !await session.ExistsAsync(mailbox).ConfigureAwait(false))
            response = response with { Code = new ResponseCode("NONEXISTENT") };
        response.ThrowIfNotOk(command, mailbox);
        return sink.Status ?? new MailboxStatusResponse(mailbox);
    }

    private static async Task<IReadOnlyList<MailboxInfo>> ListOnceAsync(ImapSession session, MailboxQuery query, CancellationToken cancellationToken)
    {
        var order = new List<MailboxName>();
        var mailboxes = new Dictionary<MailboxName, MailboxInfo>();
        await foreach (var mailbox in AllAsync(session, query, cancellationToken).ConfigureAwait(false))
        {
            if (!mailboxes.TryGetValue(mailbox.Name, out var same))
                order.Add(mailbox.Name);
            mailboxes[mailbox.Name] = same is null ? mailbox : same with
            {
                Attributes = same.Attributes.Concat(mailbox.Attributes).Distinct(StringComparer.OrdinalIgnoreCase).ToArray(),
                Status = mailbox.Status ?? same.Status,
            };
        }

        return order.ConvertAll(n => mailboxes[n]);
    }

    private static IAsyncEnumerable<MailboxInfo> AllAsync(ImapSession session, MailboxQuery query, CancellationToken cancellationToken)
    {
        var items = StatusFor(session, query);
        var together = items is not null && AsksTogether(session, query);
        var found = FoundAsync(session, query, together ? items : null, cancellationToken);
        return items is null || together ? found : session.WithStatusAsync(found, items.Value, cancellationToken);
    }

    /// <summary>What of the status that is wanted the server knows; null for nothing.</summary>
    private static StatusItems? StatusFor(ImapSession session, MailboxQuery query) =>
        query.Status is { } asked && Supported(asked, session.Capabilities) is not StatusItems.None and var known ? known : null;

    /// <summary>Whether LIST can ask for the status too (RFC 5819). LSUB has no options.</summary>
    private static bool AsksTogether(ImapSession session, MailboxQuery query) =>
        session.Capabilities.ListStatus && (session.Capabilities.ListExtended || !query.Subscribed);

    private static IAsyncEnumerable<MailboxInfo> FoundAsync(ImapSession session, MailboxQuery query, StatusItems? status, CancellationToken cancellationToken) =>
        session.Capabilities.ListExtended || !(query.Subscribed || query.WithSubscriptions)
            ? ListAsync(session, query, status, cancellationToken)
            : WithSubscriptionsAsync(session, query, status, cancellationToken);

    /// <summary>Lists again where the connection was lost or the server asked for a pause; each mailbox comes once.</summary>
    private static async IAsyncEnumerable<MailboxInfo> ResumedAsync(ImapSession session, Func<IAsyncEnumerable<MailboxInfo>> list, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = new HashSet<MailboxName>();
        var repeats = new Repeats(session);
        while (true)
        {
            ImapException? failure = null;
            await session.ConnectedAsync(cancellationToken).ConfigureAwait(false);
            await using (var mailboxes = list().GetAsyncEnumerator(cancellationToken))
            {
                while (true)
                {
                    try
                    {
                        if (!await mailboxes.MoveNextAsync().ConfigureAwait(false))
                            yield break;
                    }
                    catch (ImapException e) when (repeats.Allow(e))
                    {
                        failure = e;
                        break;
                    }

                    if (!seen.Add(mailboxes.Current.Name))
                        continue;
                    repeats.Reset();
                    yield return mailboxes.Current;
                }
            }

            await repeats.PrepareAsync(failure, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>LIST alone, as its answers come.</summary>
    private static async IAsyncEnumerable<MailboxInfo> ListAsync(ImapSession session, MailboxQuery query, StatusItems? status, [EnumeratorCancellation] CancellationToken cancellationToken, bool takesLsub = true)
    {
        var connection = session.Connection;
        var extended = session.Capabilities.ListExtended;
        var running = Commands(session.Capabilities, query, status)
            .Select(command => (Sink: new ListSink(status is not null, takesLsub), Command: command))
            .Select(c => (c.Sink, Command: connection.Enqueue(c.Command, c.Sink, OneAtATime)))
            .ToList();
        try
        {
            while (running.Count > 0)
            {
                var (sink, command) = running[0];
                while (await sink.Mailboxes.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    while (sink.Mailboxes.TryRead(out var mailbox))
                    {
                        if (!mailbox.Has("\\NonExistent") || mailbox.Has("\\Subscribed"))
                            yield return extended ? mailbox with { IsSubscribed = query.Subscribed || mailbox.Has("\\Subscribed") } : mailbox;
                    }
                }

                (await command.Completion.ConfigureAwait(false)).ThrowIfNotOk(command.Command);
                running.RemoveAt(0);
            }
        }
        finally
        {
            connection.Abandon(running.ConvertAll(static r => r.Command), cancellationToken);
        }
    }

    /// <summary>LIST and LSUB at the same time, put together.</summary>
    private static async IAsyncEnumerable<MailboxInfo> WithSubscriptionsAsync(ImapSession session, MailboxQuery query, StatusItems? status, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var connection = session.Connection;
        var sink = new SubscriptionSink();
        var commands = Commands(query.Patterns.Select(static p => new[] { p }), static p => new ListCommand("", p) { Lsub = true });
        // LIST is queued when this returns.
        var listing = GatherAsync(ListAsync(session, query, status, cancellationToken, takesLsub: false));
        var pending = Array.ConvertAll(commands, c => connection.Enqueue(c, sink, CommandTraits.Class("LSUB")));
        List<MailboxInfo> mailboxes;
        try
        {
            mailboxes = await listing.ConfigureAwait(false);
            foreach (var command in pending)
                (await connection.AwaitAsync(command, cancellationToken).ConfigureAwait(false)).ThrowIfNotOk(command.Command);
        }
        finally
        {
            connection.Abandon(pending, default);
        }

        foreach (var mailbox in mailboxes)
        {
            if (!query.Subscribed || sink.Has(mailbox.Name))
                yield return mailbox with { IsSubscribed = sink.Has(mailbox.Name) };
        }

        if (!query.Subscribed)
            yield break;
        // Subscriptions outlive their mailboxes.
        var there = new HashSet<MailboxName>(mailboxes.Select(static m => m.Name));
        foreach (var gone in sink.Subscriptions)
        {
            if (!there.Contains(gone.Mailbox))
                yield return new MailboxInfo(gone.Mailbox, gone.Delimiter, ["\\NonExistent", "\\Subscribed"]) { IsSubscribed = true };
        }
    }

    private static async Task<List<MailboxInfo>> GatherAsync(IAsyncEnumerable<MailboxInfo> mailboxes)
    {
        var result = new List<MailboxInfo>();
        await foreach (var mailbox in mailboxes.ConfigureAwait(false))
            result.Add(mailbox);
        return result;
    }

    private static ListCommand[] Commands(CapabilitySet capabilities, MailboxQuery query, StatusItems? status)
    {
        var extended = capabilities.ListExtended;
        var selection = (extended && query.Subscribed ? ListSelection.Subscribed : 0) | (query.OnlySpecialUse ? ListSelection.SpecialUse : 0);
        var wanted = extended ? ListReturn.Children | ListReturn.Subscribed | (capabilities.SpecialUse ? ListReturn.SpecialUse : 0) : ListReturn.None;
        return Commands(extended ? [query.Patterns] : query.Patterns.Select(static p => new[] { p }), p => new ListCommand("", p) { Selection = selection, Return = wanted, ReturnStatus = status });
    }

    /// <exception cref="ImapException">InvalidArgument.</exception>
    private static ListCommand[] Commands(IEnumerable<IReadOnlyList<string>> patterns, Func<IReadOnlyList<string>, ListCommand> make)
    {
        try
        {
            return patterns.Select(make).ToArray();
        }
        catch (ArgumentException e)
        {
            throw new ImapException(ImapError.InvalidArgument, PlainText.Of(e), e);
        }
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
