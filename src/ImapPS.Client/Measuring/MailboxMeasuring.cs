using ImapPS.Client.Mailboxes;
using ImapPS.Client.Messages;
using ImapPS.Client.Search;
using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Measuring;

/// <summary>Measures mailboxes, reading as little as the server lets it.</summary>
public static class MailboxMeasuring
{
    /// <summary>What STATUS should tell of a mailbox that is to be measured.</summary>
    public const StatusItems Status = StatusItems.Messages | StatusItems.Unseen | StatusItems.Size;

    /// <summary>Measures one mailbox.</summary>
    /// <remarks>
    /// With STATUS=SIZE and ESORT three messages are looked at: the oldest, the newest and the largest, which the server names.
    /// Otherwise, and where the messages are to be parted, each is asked for its size and date and what it is parted by;
    /// never for content.
    /// </remarks>
    /// <param name="session">Logged in.</param>
    /// <param name="mailbox">One that can be opened, with its <see cref="Status"/>.</param>
    /// <param name="by">What to part the messages by.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ImapException">MailboxNotFound, CommandRefused, or the connection's end.</exception>
    public static async Task<MailboxMeasure> MeasureAsync(this ImapSession session, MailboxInfo mailbox, MeasureBy by, CancellationToken cancellationToken)
    {
        if (mailbox.Status is { Messages: 0 })
            return new MailboxMeasure(mailbox.Name, 0) { Unseen = 0 };
        if (by == MeasureBy.None && mailbox.Status is { Messages: { } count, Size: { } size } && session.Capabilities.ESort
            && await FindEndsAsync(session, mailbox.Name, cancellationToken).ConfigureAwait(false) is { } ends)
        {
            return ends with { Messages = count, Unseen = mailbox.Status.Unseen, Size = (long)Math.Min(size, long.MaxValue) };
        }

        var items = new FetchItems
        {
            Attributes = FetchAttributes.Size | FetchAttributes.InternalDate
                | ((by & MeasureBy.Sender) != 0 ? FetchAttributes.Envelope : 0) | ((by & MeasureBy.Type) != 0 ? FetchAttributes.BodyStructure : 0),
        };
        var tally = new MeasureTally(by);
        var validity = 0u;
        await foreach (var batch in session.FetchAllAsync(mailbox.Name, items, null, cancellationToken).ConfigureAwait(false))
        {
            validity = batch.UidValidity;
            foreach (var message in batch.Messages)
                tally.Add(message);
        }

        return tally.ToMeasure(mailbox.Name, validity) with { Unseen = mailbox.Status?.Unseen };
    }

    /// <summary>Several measures as one; what is oldest, newest and largest of all is so of the sum.</summary>
    /// <param name="measures">In any order.</param>
    /// <param name="name">What the sum is called.</param>
    public static MailboxMeasure Sum(IReadOnlyCollection<MailboxMeasure> measures, MailboxName name)
    {
        var largest = measures.OrderByDescending(static m => m.LargestSize).FirstOrDefault();
        return new MailboxMeasure(name, 0)
        {
            Messages = measures.Sum(static m => m.Messages),
            Unseen = measures.Any(static m => m.Unseen is null) ? null : measures.Sum(static m => m.Unseen),
            Size = measures.Sum(static m => m.Size),
            Oldest = measures.Min(static m => m.Oldest),
            Newest = measures.Max(static m => m.Newest),
            LargestSize = largest?.LargestSize ?? 0,
            Parts = MeasureTally.Order(measures.SelectMany(static m => m.Parts).GroupBy(static p => (p.By, p.Value))
                .Select(static g => new MeasuredPart(g.Key.By, g.Key.Value, g.Sum(static p => p.Messages), g.Sum(static p => p.Size)))),
        };
    }

    /// <summary>The messages at the ends of the orders by arrival and by size; null if the server sorts after all not.</summary>
    private static async Task<MailboxMeasure?> FindEndsAsync(ImapSession session, MailboxName mailbox, CancellationToken cancellationToken)
    {
        var byDate = new SortEndsSink();
        var bySize = new SortEndsSink();
        var (selected, commands) = await session.EnqueueReadAsync(
            mailbox,
            null,
            () => new[] { Enqueue(SortKey.Arrival, SearchReturn.Min | SearchReturn.Max, byDate), Enqueue(SortKey.Size, SearchReturn.Max, bySize) },
            cancellationToken).ConfigureAwait(false);
        // Copied now, so that a renumbering in between is noticed.
        var validity = selected.UidValidity;
        try
        {
            foreach (var command in commands)
            {
                if ((await session.Connection.AwaitAsync(command, cancellationToken).ConfigureAwait(false)).Status != StatusKind.Ok)
                    return null;
            }
        }
        finally
        {
            session.Connection.Abandon(commands, cancellationToken);
        }

        if (byDate is not { First: { } first, Last: { } last } || bySize.Last is not { } largest)
            return null;
        var tally = new MeasureTally(MeasureBy.None);
        var items = new FetchItems { Attributes = FetchAttributes.Size | FetchAttributes.InternalDate };
        await foreach (var batch in session.FetchAsync(mailbox, validity, UidSet.From([first, last, largest]), items, null, cancellationToken).ConfigureAwait(false))
        {
            foreach (var message in batch.Messages)
                tally.Add(message);
        }

        // A message that went meanwhile would leave its place to a wrong one.
        var ends = tally.ToMeasure(mailbox, validity);
        return ends.Messages == new HashSet<uint> { first, last, largest }.Count && ends.LargestUid is not 0 ? ends : null;

        Connection.PendingCommand Enqueue(SortKey key, SearchReturn wanted, SortEndsSink sink) =>
            session.Connection.Enqueue(new UidSortCommand([new SortCriterion(key)], SearchKey.All) { Return = wanted }, sink, SearchOperations.OneAtATime);
    }
}
