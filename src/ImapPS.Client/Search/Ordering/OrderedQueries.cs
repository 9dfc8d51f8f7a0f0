using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Search;

/// <summary>Runs queries whose matches are wanted in an order, or in part.</summary>
public static class OrderedQueries
{
    /// <summary>The matches, in order. The server sorts what it found; what it can't decide is checked, and the order kept.</summary>
    /// <param name="session">Logged in.</param>
    /// <param name="mailbox">Where to look.</param>
    /// <param name="query">What for.</param>
    /// <param name="order">In what order, and which of them. Without criteria no more is checked than is wanted.</param>
    /// <param name="options">Warnings, and what age is counted from; its order doesn't count.</param>
    /// <param name="cancellationToken">Ends the search; the session stays good.</param>
    /// <exception cref="ImapException">As <see cref="QueryOperations.SearchAsync(ImapSession, MailboxName, Query, QueryOptions?, CancellationToken)"/> and <see cref="OrderedSearch.SearchInOrderAsync"/>.</exception>
    public static Task<OrderedResult> SearchInOrderAsync(
        this ImapSession session, MailboxName mailbox, Query query, SearchOrder order, QueryOptions? options = null, CancellationToken cancellationToken = default)
    {
        options = (options ?? QueryOptions.Default) with { Descending = order.Criteria.Count == 0 && order.Range.FromEnd };
        return QueryOperations.PlannedAsync(session, query, options, async plan =>
        {
            if (plan is { IsExact: true, Programs: [var program] })
                return await session.SearchInOrderAsync(mailbox, program, order, cancellationToken).ConfigureAwait(false);
            var found = await QueryOperations.SearchAsync(session, mailbox, plan, options, cancellationToken).ConfigureAwait(false);
            if (order.Criteria.Count == 0)
                return await TakeAsync(found, order.Range, cancellationToken).ConfigureAwait(false);
            var matches = new List<uint>();
            await foreach (var batch in found.ReadAsync(cancellationToken).ConfigureAwait(false))
                matches.AddRange(batch);
            if (matches.Count == 0)
                return new OrderedResult(found.UidValidity, []);
            // Of several searches none finds all.
            var key = plan.Programs.Count == 1 ? plan.Programs[0] : SearchKey.Uid(UidSet.Of(matches.Min(), matches.Max()));
            return await OrderedSearch.SortAsync(session, mailbox, found.UidValidity, key, UidSet.From(matches), order, cancellationToken).ConfigureAwait(false);
        });
    }

    /// <summary>Reads on until there are enough: what is behind them is not checked.</summary>
    private static async Task<OrderedResult> TakeAsync(FoundMessages found, ResultRange range, CancellationToken cancellationToken)
    {
        var uids = new List<uint>();
        var passed = 0L;
        await foreach (var batch in found.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (var uid in batch)
            {
                if (passed++ >= range.Skip && uids.Count < range.Take)
                    uids.Add(uid);
            }

            if (uids.Count >= range.Take)
                break;
        }

        if (range.FromEnd)
            uids.Reverse();
        return new OrderedResult(found.UidValidity, uids);
    }
}
