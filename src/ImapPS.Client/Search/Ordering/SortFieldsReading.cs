using ImapPS.Client.Connection;
using ImapPS.Client.Messages;
using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Ordering;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Search;

/// <summary>Searches, and reads of what was found the fields by which it is sorted or threaded here.</summary>
internal static class SortFieldsReading
{
    /// <summary>A header larger than this counts as missing.</summary>
    private const int MaxHeader = 1024 * 1024;

    private static readonly FetchOptions Options = FetchOptions.Default with { MaxLiteral = MaxHeader };

    /// <param name="session">Logged in.</param>
    /// <param name="mailbox">Where.</param>
    /// <param name="key">What for.</param>
    /// <param name="plan">What is read of each match.</param>
    /// <param name="limit">The most matches that are read.</param>
    /// <param name="cancellationToken">Stops it; the session stays good.</param>
    /// <exception cref="ImapException">NotSupported: there are more matches.</exception>
    public static async Task<(uint UidValidity, List<SortFields> Messages)> ReadAsync(
        ImapSession session, MailboxName mailbox, SearchKey key, SortFieldsPlan plan, int limit, CancellationToken cancellationToken)
    {
        var selected = await session.SelectAsync(mailbox, write: false, cancellationToken).ConfigureAwait(false);
        if (session.Capabilities.SearchRes && selected.Exists <= limit)
        {
            var fields = new Dictionary<uint, SortFields>();
            var saved = await ReadSavedAsync(session, mailbox, key, plan, fields, cancellationToken).ConfigureAwait(false);
            return await ReadAsync(session, mailbox, saved.UidValidity, saved.Uids, plan, limit, cancellationToken, fields).ConfigureAwait(false);
        }

        var found = await session.SearchAsync(mailbox, key, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(session, mailbox, found.UidValidity, found.Uids, plan, limit, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the fields of these messages, but not of those that are known already.</summary>
    /// <exception cref="ImapException">NotSupported: there are more messages than the limit.</exception>
    public static async Task<(uint UidValidity, List<SortFields> Messages)> ReadAsync(
        ImapSession session,
        MailboxName mailbox,
        uint uidValidity,
        UidSet uids,
        SortFieldsPlan plan,
        int limit,
        CancellationToken cancellationToken,
        Dictionary<uint, SortFields>? fields = null)
    {
        if (uids.Count > limit)
        {
            throw new ImapException(
                ImapError.NotSupported,
                $"The server does not do this itself, and of the {uids.Count} messages that were found in '{SafeText.Clean(mailbox.Name)}' more would have to be read than the {limit} that are allowed.")
            {
                Hint = "Search for less, or raise -Limit: a date, a subject or an address is read of each message.",
            };
        }

        // Also what the saved result didn't give, for whatever reason, is asked for by UID.
        fields ??= [];
        var missing = UidSet.From(uids.Uids().Where(u => !fields.ContainsKey(u)));
        await foreach (var batch in session.FetchAsync(mailbox, uidValidity, missing, plan.Items, Options, cancellationToken).ConfigureAwait(false))
            Keep(batch.Messages, fields);
        return (uidValidity, uids.Uids().Select(u => fields.TryGetValue(u, out var of) ? of : null).OfType<SortFields>().ToList());
    }

    /// <summary>
    /// The search and the reading of what it saved (SEARCHRES, RFC 5182) in one round trip, and no UID sent.
    /// </summary>
    /// <remarks>
    /// The one place where "$" is used. Both commands are queued in one go while the mailbox is theirs, so that no other
    /// search, and no SELECT, can come between and give "$" another meaning; what comes back is compared with what was
    /// found; and reading changes nothing. None of that can be had for the objects of a pipeline: by the time they reach
    /// a cmdlet some were filtered out, others came from elsewhere, and another command may have saved something else. A
    /// command that changes messages names them by UID, always: what it did can be told by them when the connection ends
    /// in the middle.
    /// </remarks>
    private static async Task<SearchResult> ReadSavedAsync(
        ImapSession session, MailboxName mailbox, SearchKey key, SortFieldsPlan plan, Dictionary<uint, SortFields> fields, CancellationToken cancellationToken)
    {
        var search = new SearchSink(extended: true);
        var sink = new FetchSink(UidSet.All, plan.Items, MaxHeader);
        PendingCommand? reading = null;
        try
        {
            var (selected, searching) = await session.EnqueueReadAsync(
                mailbox,
                null,
                () =>
                {
                    var command = SearchOperations.Enqueue(session, key, SearchReturn.All | SearchReturn.Save, search);
                    reading = session.Connection.Enqueue(new UidFetchCommand(UidSet.All, plan.Items) { OfSaved = true }, sink);
                    return command;
                },
                cancellationToken,
                fresh: true).ConfigureAwait(false);
            (await session.Connection.AwaitAsync(searching, cancellationToken).ConfigureAwait(false)).ThrowIfNotOk(searching.Command, mailbox);
            var uids = SearchOperations.Found(search, selected);
            // Refused, or answered in part: the caller asks for the rest.
            await session.Connection.AwaitAsync(reading!, cancellationToken).ConfigureAwait(false);
            while (sink.Batches.TryRead(out var batch))
                Keep(batch, fields);
            return new SearchResult(selected.UidValidity, uids, uids.Count);
        }
        catch
        {
            sink.Abandon();
            if (reading is not null)
                session.Connection.Abandon([reading], cancellationToken);
            throw;
        }
    }

    private static void Keep(IReadOnlyList<FetchResponse> messages, Dictionary<uint, SortFields> fields)
    {
        foreach (var message in messages)
        {
            if (message.Uid != 0)
                fields[message.Uid] = SortFieldsPlan.Read(message);
        }
    }
}
