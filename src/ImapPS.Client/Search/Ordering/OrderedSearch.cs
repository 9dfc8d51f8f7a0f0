using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Ordering;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Search;

/// <summary>Finds messages in an order, and no more of them than are wanted, by whatever the server can do of it.</summary>
/// <remarks>
/// SORT (RFC 5256) and PARTIAL (RFC 9394, RFC 5267) where they are announced; where not, or where the server refuses what
/// it announced, the same order is made here out of the fields that it looks at, and the rest is cut off here.
/// </remarks>
public static class OrderedSearch
{
    /// <summary>The messages that match, in order.</summary>
    /// <param name="session">Logged in.</param>
    /// <param name="mailbox">Where.</param>
    /// <param name="key">What for.</param>
    /// <param name="order">In what order, and which of them.</param>
    /// <param name="cancellationToken">Stops it; the session stays good.</param>
    /// <exception cref="ImapException">MailboxNotFound; CommandRefused; NotSupported: there are more messages to be sorted here than <see cref="SearchOrder.ClientLimit"/>.</exception>
    public static Task<OrderedResult> SearchInOrderAsync(this ImapSession session, MailboxName mailbox, SearchKey key, SearchOrder order, CancellationToken cancellationToken) =>
        session.RepeatAsync(() => RunAsync(session, mailbox, key, order, cancellationToken), cancellationToken);

    /// <summary>Puts messages that were found before into an order.</summary>
    /// <param name="session">Logged in.</param>
    /// <param name="mailbox">Where they are.</param>
    /// <param name="uidValidity">What their UIDs were found under.</param>
    /// <param name="key">Finds them all, and maybe others beside.</param>
    /// <param name="among">The messages.</param>
    /// <param name="order">In what order, and which of them; there are criteria.</param>
    /// <param name="cancellationToken">Stops it.</param>
    internal static Task<OrderedResult> SortAsync(
        ImapSession session, MailboxName mailbox, uint uidValidity, SearchKey key, UidSet among, SearchOrder order, CancellationToken cancellationToken)
    {
        return session.RepeatAsync(RunAsync, cancellationToken);

        async Task<OrderedResult> RunAsync()
        {
            string? refusal = null;
            if (CanSort(session.Capabilities, order.Criteria))
            {
                var (result, refused) = await AskAsync(session, mailbox, key, order with { Range = ResultRange.All }, null, cancellationToken).ConfigureAwait(false);
                if (result is not null && result.UidValidity == uidValidity)
                    return result with { Uids = order.Range.Slice(result.Uids.Where(among.Contains).ToArray()) };
                refusal = refused;
            }

            return await SortHereAsync(order, refusal, () => SortFieldsReading.ReadAsync(
                session, mailbox, uidValidity, among, SortFieldsPlan.For(order.Criteria), order.ClientLimit, cancellationToken)).ConfigureAwait(false);
        }
    }

    private static async Task<OrderedResult> RunAsync(ImapSession session, MailboxName mailbox, SearchKey key, SearchOrder order, CancellationToken cancellationToken)
    {
        string? refusal = null;
        var sortable = CanSort(session.Capabilities, order.Criteria);
        if (sortable && await PartialAsync(session, mailbox, key, order, cancellationToken).ConfigureAwait(false) is { } partial)
        {
            var (result, refused) = await AskAsync(session, mailbox, key, order, partial, cancellationToken).ConfigureAwait(false);
            if (result is not null)
                return result;
            refusal = refused;
        }

        if (order.Criteria.Count == 0)
        {
            var found = await session.SearchAsync(mailbox, key, cancellationToken).ConfigureAwait(false);
            return new OrderedResult(found.UidValidity, order.Range.Slice(found.Uids.Uids().ToArray())) { Refusal = refusal };
        }

        if (sortable)
        {
            var (result, refused) = await AskAsync(session, mailbox, key, order, null, cancellationToken).ConfigureAwait(false);
            if (result is not null)
                return result with { Refusal = refusal };
            refusal = refused;
        }

        return await SortHereAsync(order, refusal, () => SortFieldsReading.ReadAsync(
            session, mailbox, key, SortFieldsPlan.For(order.Criteria), order.ClientLimit, cancellationToken)).ConfigureAwait(false);
    }

    private static async Task<OrderedResult> SortHereAsync(SearchOrder order, string? refusal, Func<Task<(uint UidValidity, List<SortFields> Messages)>> read)
    {
        var (validity, messages) = await read().ConfigureAwait(false);
        return new OrderedResult(validity, order.Range.Slice(MessageSorter.Sort(messages, order.Criteria))) { Refusal = refusal, SortedHere = true };
    }

    private static bool CanSort(CapabilitySet capabilities, IReadOnlyList<SortCriterion> criteria) =>
        criteria.Count == 0 || (capabilities.Sort && (capabilities.SortDisplay || !criteria.Any(static c => c.Key is SortKey.DisplayFrom or SortKey.DisplayTo)));

    /// <summary>The range to ask the server for; null if it can't give a part, or all is wanted.</summary>
    private static async Task<PartialRange?> PartialAsync(ImapSession session, MailboxName mailbox, SearchKey key, SearchOrder order, CancellationToken cancellationToken)
    {
        var capabilities = session.Capabilities;
        var (range, sort) = (order.Range, order.Criteria.Count > 0);
        if (range.ToPartial() is not { } partial || !(sort ? capabilities.PartialSort : capabilities.PartialSearch))
            return null;
        if (!partial.FromEnd || capabilities.Partial)
            return partial;
        // RFC 5267 counts from the beginning only: how many there are has to be known first.
        var count = await session.CountAsync(mailbox, key, cancellationToken).ConfigureAwait(false);
        var last = count - range.Skip;
        return last <= 0 || last > uint.MaxValue ? null : new PartialRange((uint)Math.Max(1, last - Math.Min(range.Take, last) + 1), (uint)last);
    }

    /// <returns>No result, but the server's text, if it refused.</returns>
    private static async Task<(OrderedResult? Result, string? Refusal)> AskAsync(
        ImapSession session, MailboxName mailbox, SearchKey key, SearchOrder order, PartialRange? partial, CancellationToken cancellationToken)
    {
        var options = partial is null && session.Capabilities.ESort ? SearchReturn.All : (SearchReturn?)null;
        Command command = order.Criteria.Count == 0
            ? new UidSearchCommand(key) { Partial = partial }
            : new UidSortCommand(order.Criteria, key) { Return = options, Partial = partial };
        var sink = new OrderedSink();
        var (selected, pending) = await session.EnqueueReadAsync(mailbox, null, () => session.Connection.Enqueue(command, sink, SearchOperations.OneAtATime), cancellationToken, fresh: true).ConfigureAwait(false);
        var response = await session.Connection.AwaitAsync(pending, cancellationToken).ConfigureAwait(false);
        if (response.Status != StatusKind.Ok)
            return (null, $"{command.Name}: {SafeText.Clean(response.Text)}");
        SearchOperations.CheckClaim(sink.Claimed, selected);
        var uids = sink.ToUids();
        if (order.Criteria.Count == 0)
            uids = uids.OrderBy(static u => u).ToArray();
        // A server may give more than was asked for.
        uids = sink.IsPartial ? uids.Take((int)Math.Min(int.MaxValue, order.Range.Take)).ToArray() : order.Range.Slice(uids);
        return (new OrderedResult(selected.UidValidity, uids), null);
    }
}
