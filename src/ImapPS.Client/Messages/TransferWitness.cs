using ImapPS.Client.Connecting;
using ImapPS.Client.Connection;
using ImapPS.Client.Mailboxes;
using ImapPS.Client.Search;
using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>
/// What is noted before messages are copied or moved, on a session that survives its connection: should the answer be lost,
/// it can be told afterwards what became of each.
/// </summary>
internal sealed class TransferWitness
{
    private static readonly FetchItems Known = new() { Attributes = FetchAttributes.Uid | FetchAttributes.Size | FetchAttributes.InternalDate };

    private readonly WriteStep _step;
    private readonly MailboxName _destination;
    private readonly StatusSink _mark;
    private readonly IdentitySink _noted;

    private TransferWitness(WriteStep step, MailboxName destination)
    {
        _step = step;
        _destination = destination;
        _mark = new StatusSink(destination);
        _noted = new IdentitySink(step.Uids);
    }

    /// <summary>Notes the destination's UIDNEXT and what the messages are known by: one round trip, shared with SELECT where that is needed.</summary>
    /// <exception cref="ImapException">The mailbox is not as it should be.</exception>
    public static async Task<TransferWitness> NoteAsync(WriteStep step, MailboxName destination, CancellationToken cancellationToken)
    {
        var session = step.Session;
        return await session.RepeatAsync(
            async () =>
            {
                var witness = new TransferWitness(step, destination);
                var (_, commands) = await session.EnqueueReadAsync(step.Mailbox, step.UidValidity, witness.Enqueue, cancellationToken, write: !step.ReadOnlyWillDo).ConfigureAwait(false);
                foreach (var command in commands)
                    await session.Connection.AwaitAsync(command, cancellationToken).ConfigureAwait(false);
                return witness;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Looks into both mailboxes, over a new connection.</summary>
    /// <param name="uids">Which messages.</param>
    /// <param name="isMove">They were moved, not copied.</param>
    /// <param name="loss">How the connection was lost. Where the server may still be at it, nothing is found not done: it is unknown.</param>
    /// <param name="cancellationToken">Ends it, as a look that was not possible.</param>
    /// <exception cref="ImapException">It could not be looked up.</exception>
    public async Task<TransferFinding> LookUpAsync(UidSet uids, bool isMove, ImapException loss, CancellationToken cancellationToken)
    {
        var finding = await _step.Session.LookUpAsync(loss, () => LookAsync(uids, isMove, cancellationToken), static f => f.NotDone.IsEmpty, cancellationToken).ConfigureAwait(false);
        return ReconnectPolicy.LeftServerAtWork(loss)
            ? finding with { NotDone = UidSet.Empty, Unknown = UidSet.FromRanges(finding.Unknown.Concat(finding.NotDone)) }
            : finding;
    }

    private PendingCommand[] Enqueue() =>
    [
        _step.Session.Connection.Enqueue(new StatusCommand(_destination, MailboxArrivals.Mark), _mark),
        _step.Session.Connection.Enqueue(new UidFetchCommand(_step.Uids, Known), _noted),
    ];

    private async Task<TransferFinding> LookAsync(UidSet uids, bool isMove, CancellationToken cancellationToken)
    {
        var session = _step.Session;
        var still = await session.SearchAsync(_step.Mailbox, SearchKey.Uid(uids), cancellationToken).ConfigureAwait(false);
        // The original of a copy may be deleted next: that is worth a closer look than what was noted for each.
        var items = isMove ? Known : Known with { Attributes = Known.Attributes | FetchAttributes.Envelope };
        if (still.UidValidity != _step.UidValidity || await MailboxArrivals.ReadAsync(session, _destination, _mark.Status, items, cancellationToken).ConfigureAwait(false) is not { } arrived)
            return new TransferFinding(new Dictionary<uint, uint>(), UidSet.Empty, uids);
        var noted = _noted.Identities.ToDictionary(static n => n.Key, static n => n.Value);
        if (!isMove && arrived.Count > 0)
        {
            await foreach (var batch in session.FetchAsync(_step.Mailbox, _step.UidValidity, still.Uids, items, null, cancellationToken).ConfigureAwait(false))
            {
                foreach (var message in batch.Messages)
                {
                    if (noted.ContainsKey(message.Uid) && MessageIdentity.Of(message) is { } identity)
                        noted[message.Uid] = identity;
                }
            }
        }

        var added = new List<KeyValuePair<uint, MessageIdentity>>();
        foreach (var message in arrived)
        {
            if (MessageIdentity.Of(message) is { } identity)
                added.Add(new KeyValuePair<uint, MessageIdentity>(message.Uid, identity));
        }

        var finding = TransferFinding.Of(uids, noted, still.Uids, added, isMove);
        DestinationUidValidity = _mark.Status!.UidValidity ?? 0;
        return finding;
    }

    /// <summary>What the new UIDs hold under; 0 until it was looked.</summary>
    public uint DestinationUidValidity { get; private set; }
}
