using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Search;

/// <summary>Runs queries: exactly what they say is found, whatever the server's SEARCH makes of it.</summary>
public static class QueryOperations
{
    /// <summary>From so many candidates on it is worth asking which of them need no check.</summary>
    private const int WorthAsking = 100;

    /// <summary>Asks the server, and gives what it found to be read; what it can't decide is checked while that is read.</summary>
    /// <param name="session">Logged in.</param>
    /// <param name="mailbox">Where to look.</param>
    /// <param name="query">What for.</param>
    /// <param name="options">Order and warnings; null for lowest UID first and none.</param>
    /// <param name="cancellationToken">Ends the search; the session stays good.</param>
    /// <exception cref="ImapException">NotSupported (the server lacks what the query asks for), MailboxNotFound, CommandRefused, or the connection's end.</exception>
    public static Task<FoundMessages> SearchAsync(
        this ImapSession session,
        MailboxName mailbox,
        Query query,
        QueryOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        options ??= QueryOptions.Default;
        return PlannedAsync(session, query, options, plan => SearchAsync(session, mailbox, plan, options, cancellationToken));
    }

    /// <summary>How many messages match: one round trip, and no UIDs where the server has ESEARCH, if it decides all.</summary>
    /// <inheritdoc cref="SearchAsync(ImapSession, MailboxName, Query, QueryOptions?, CancellationToken)"/>
    public static Task<long> CountAsync(
        this ImapSession session,
        MailboxName mailbox,
        Query query,
        QueryOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        options ??= QueryOptions.Default;
        return PlannedAsync(session, query, options, CountAsync);

        async Task<long> CountAsync(SearchPlan plan)
        {
            if (plan is { IsExact: true, Programs: [var program] })
                return await session.CountAsync(mailbox, program, cancellationToken).ConfigureAwait(false);
            var found = await SearchAsync(session, mailbox, plan, options, cancellationToken).ConfigureAwait(false);
            if (plan.IsExact)
                return found.Candidates.Count;
            long count = 0;
            await foreach (var batch in found.ReadAsync(cancellationToken).ConfigureAwait(false))
                count += batch.Count;
            return count;
        }
    }

    /// <summary>Runs a plan; where the server refuses its charset, one that does without.</summary>
    internal static async Task<T> PlannedAsync<T>(ImapSession session, Query query, QueryOptions options, Func<SearchPlan, Task<T>> run)
    {
        var ability = SearchAbility.Of(session.Capabilities);
        var now = options.Now ?? DateTimeOffset.UtcNow;
        var plan = SearchPlanner.Plan(query, ability, now);
        try
        {
            return await run(Checked(plan)).ConfigureAwait(false);
        }
        catch (ImapException e) when (plan.NeedsUnicode && e.Error is ImapError.CommandRefused or ImapError.CommandBad)
        {
            // NO [BADCHARSET] (RFC 9051 section 6.4.4), or whatever else it says of a charset that it doesn't know.
            var narrow = SearchPlanner.Plan(query, ability.AsciiOnly(), now);
            if (narrow.NeedsUnicode)
                throw;
            return await run(Checked(narrow)).ConfigureAwait(false);
        }

        SearchPlan Checked(SearchPlan next)
        {
            options.Planned?.Invoke(next);
            return next.IsExact || !options.ServerOnly
                ? next
                : throw new ImapException(ImapError.NotSupported, $"The server can't decide this search alone: {next.Terms.First(static t => !t.IsDecided).Reason}")
            {
                Hint = "Search-Imap -Explain shows what is left to be checked here.",
            };
        }
    }

    internal static async Task<FoundMessages> SearchAsync(ImapSession session, MailboxName mailbox, SearchPlan plan, QueryOptions options, CancellationToken cancellationToken)
    {
        if (plan.Programs.Count == 0)
        {
            var selected = await session.SelectAsync(mailbox, write: false, cancellationToken).ConfigureAwait(false);
            return new FoundMessages(plan, selected.UidValidity, UidSet.Empty, null, options.Descending);
        }

        uint? validity = null;
        var ranges = new List<UidRange>();
        foreach (var program in plan.Programs)
            ranges.AddRange(await FindAsync(program).ConfigureAwait(false));
        var candidates = UidSet.FromRanges(ranges);
        if (plan.Residue is null || candidates.IsEmpty)
            return new FoundMessages(plan, validity!.Value, candidates, null, options.Descending);
        var answers = new Dictionary<Query, (AsideUse Use, UidSet Uids)>();
        foreach (var aside in plan.Asides)
        {
            if (aside.Use != AsideUse.Confirms || candidates.Count >= WorthAsking)
                answers[aside.Term] = (aside.Use, aside.Key is { } key ? await FindAsync(key).ConfigureAwait(false) : UidSet.Empty);
        }

        var check = new QueryCheck(plan.Residue, plan.Now, answers);
        var reader = new CandidateReader(session, mailbox, validity!.Value, check, plan.Stages, options.Warning);
        return new FoundMessages(plan, validity.Value, candidates, reader, options.Descending);

        async Task<UidSet> FindAsync(SearchKey key)
        {
            var found = await session.SearchAsync(mailbox, key, cancellationToken).ConfigureAwait(false);
            validity ??= found.UidValidity;
            if (found.UidValidity != validity)
                throw new ImapException(ImapError.UidValidityChanged, $"The mailbox '{SafeText.Clean(mailbox.Name)}' was renumbered while it was searched.") { Hint = "Search again." };
            return found.Uids;
        }
    }
}
