using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Search;

/// <summary>Puts the matches of a query together to conversations.</summary>
public static class ThreadQueries
{
    /// <summary>The matches as conversations. What the server can't decide is checked before; messages beside the matches are left out of their threads.</summary>
    /// <param name="session">Logged in.</param>
    /// <param name="mailbox">Where to look.</param>
    /// <param name="query">What for.</param>
    /// <param name="algorithm">How; null for the best there is (<see cref="ThreadOperations.ThreadAsync"/>).</param>
    /// <param name="clientLimit">How many messages at most are read so that it can be done here.</param>
    /// <param name="options">Warnings, and what age is counted from; its order doesn't count.</param>
    /// <param name="cancellationToken">Ends it; the session stays good.</param>
    /// <exception cref="ImapException">As <see cref="ThreadOperations.ThreadAsync"/> and <see cref="QueryOperations.SearchAsync(ImapSession, MailboxName, Query, QueryOptions?, CancellationToken)"/>.</exception>
    public static Task<ThreadResult> ThreadAsync(
        this ImapSession session, MailboxName mailbox, Query query, ThreadAlgorithm? algorithm, int clientLimit, QueryOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= QueryOptions.Default;
        return QueryOperations.PlannedAsync(session, query, options, async plan =>
        {
            if (plan is { IsExact: true, Programs: [var program] })
                return await session.ThreadAsync(mailbox, program, algorithm, clientLimit, cancellationToken).ConfigureAwait(false);
            var found = await QueryOperations.SearchAsync(session, mailbox, plan, options, cancellationToken).ConfigureAwait(false);
            var matches = new List<uint>();
            await foreach (var batch in found.ReadAsync(cancellationToken).ConfigureAwait(false))
                matches.AddRange(batch);
            return await session.ThreadAsync(mailbox, found.UidValidity, UidSet.From(matches), algorithm, clientLimit, cancellationToken).ConfigureAwait(false);
        });
    }

    /// <summary>These messages as conversations.</summary>
    /// <param name="session">Logged in.</param>
    /// <param name="mailbox">Where they are.</param>
    /// <param name="uidValidity">What their UIDs were found under; null if they come from nowhere.</param>
    /// <param name="uids">The messages; those that are gone are left out.</param>
    /// <param name="algorithm">How; null for the best there is.</param>
    /// <param name="clientLimit">How many messages at most are read so that it can be done here.</param>
    /// <param name="cancellationToken">Ends it; the session stays good.</param>
    /// <exception cref="ImapException">UidValidityChanged, and as above.</exception>
    public static async Task<ThreadResult> ThreadAsync(
        this ImapSession session, MailboxName mailbox, uint? uidValidity, UidSet uids, ThreadAlgorithm? algorithm, int clientLimit, CancellationToken cancellationToken)
    {
        // Too many to be written in one command are asked for from the first to the last.
        var fits = uids.ToString().Length <= CommandLimits.MaxUidSetLength;
        var key = uids.IsEmpty ? SearchKey.Not(SearchKey.All) : SearchKey.Uid(fits ? uids : UidSet.Of(uids[0].First, uids[uids.RangeCount - 1].Last));
        var threads = await session.ThreadAsync(mailbox, key, algorithm, clientLimit, cancellationToken).ConfigureAwait(false);
        if (uidValidity is { } expected && expected != threads.UidValidity)
            ImapSession.Check(await session.SelectAsync(mailbox, write: false, cancellationToken).ConfigureAwait(false), expected);
        return fits ? threads : threads with { Members = Only(threads.Members, uids) };
    }

    /// <summary>The threads without messages that aren't in the set: where one has replies that are, a message that isn't there stands in its place.</summary>
    internal static IReadOnlyList<ThreadMember> Only(IReadOnlyList<ThreadMember> members, UidSet uids)
    {
        // From the last to the first: a message that isn't wanted is dropped unless something deeper behind it was kept.
        var kept = new List<ThreadMember>(members.Count);
        foreach (var member in members.Reverse())
        {
            if (member.Number != 0 && uids.Contains(member.Number))
                kept.Add(member);
            else if (kept.Count > 0 && kept[kept.Count - 1].Depth > member.Depth)
                kept.Add(member with { Number = 0 });
        }

        kept.Reverse();
        return kept;
    }
}
