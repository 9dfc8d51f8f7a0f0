using ImapPS.Client.Connecting;
using ImapPS.Client.Mailboxes;
using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>
/// The UIDNEXT of a mailbox before messages are added to it, on a session that survives its connection: should an answer be
/// lost, what came into the mailbox since tells what became of the message.
/// </summary>
internal sealed class AppendWitness(ImapSession session, MailboxName mailbox)
{
    private static readonly FetchItems Known = new() { Attributes = FetchAttributes.Uid | FetchAttributes.Size | FetchAttributes.Envelope };

    private readonly HashSet<uint> _accounted = [];
    private readonly List<AppendIdentity> _untold = [];
    private MailboxStatusResponse? _mark;

    /// <exception cref="ImapException">The connection's end.</exception>
    public async Task NoteAsync(CancellationToken cancellationToken)
    {
        try
        {
            _mark = await session.StatusAsync(mailbox, MailboxArrivals.Mark, cancellationToken).ConfigureAwait(false);
        }
        catch (ImapException e) when (e.Error is ImapError.MailboxNotFound or ImapError.CommandRefused or ImapError.CommandBad)
        {
            // APPEND itself will say what is the matter. What a lost answer leaves open stays open.
        }
    }

    /// <summary>Remembers what is known to be there, so that it is not taken for another.</summary>
    public void Account(AppendResult result)
    {
        if (result.Error is not null)
            return;
        if (result.Uid != 0)
            _accounted.Add(result.Uid);
        else
            _untold.Add(AppendIdentity.Of(result.Item.Source));
    }

    /// <summary>Looks for messages, over a new connection.</summary>
    /// <param name="items">Which.</param>
    /// <param name="loss">How the connection was lost. Where the server may still be at it, nothing is found not added: it is unknown.</param>
    /// <param name="wholly">Whether it may have all of the command.</param>
    /// <param name="cancellationToken">Ends it, as a look that was not possible.</param>
    /// <exception cref="ImapException">It could not be looked up.</exception>
    public async Task<IReadOnlyList<(AppendFinding Finding, uint Uid)>> LookUpAsync(IReadOnlyList<AppendItem> items, ImapException loss, bool wholly, CancellationToken cancellationToken)
    {
        var findings = await session.LookUpAsync(loss, () => LookAsync(items, cancellationToken), found => !wholly || Array.TrueForAll(found, static f => f.Finding != AppendFinding.NotAdded), cancellationToken).ConfigureAwait(false);
        return wholly && ReconnectPolicy.LeftServerAtWork(loss)
            ? findings.Select(static f => f.Finding == AppendFinding.NotAdded ? (AppendFinding.Unknown, f.Uid) : f).ToArray()
            : findings;
    }

    /// <summary>What the UIDs of added messages hold under.</summary>
    public uint UidValidity => _mark?.UidValidity ?? 0;

    private async Task<(AppendFinding Finding, uint Uid)[]> LookAsync(IReadOnlyList<AppendItem> items, CancellationToken cancellationToken)
    {
        if (await MailboxArrivals.ReadAsync(session, mailbox, _mark, Known, cancellationToken).ConfigureAwait(false) is not { } messages)
            return items.Select(static _ => (AppendFinding.Unknown, 0u)).ToArray();
        var arrived = messages.Where(m => !_accounted.Contains(m.Uid))
            .Select(static m => (m.Uid, new AppendIdentity(m.Size ?? -1, AppendIdentity.IdOf(m.Envelope?.MessageId)))).ToList();
        foreach (var identity in _untold)
            Take(arrived, identity);
        return items.Select(item => Find(arrived, AppendIdentity.Of(item.Source))).ToArray();
    }

    private static (AppendFinding Finding, uint Uid) Find(List<(uint Uid, AppendIdentity Identity)> arrived, AppendIdentity wanted)
    {
        if (Take(arrived, wanted) is not 0 and var uid)
            return (AppendFinding.Added, uid);
        // Servers may change a message a little when they take it in. One that came with another Message-ID is not ours.
        var maybe = arrived.Exists(a => wanted.MessageId is null || a.Identity.MessageId is null || a.Identity.MessageId == wanted.MessageId);
        return (maybe ? AppendFinding.Unknown : AppendFinding.NotAdded, 0);
    }

    private static uint Take(List<(uint Uid, AppendIdentity Identity)> arrived, AppendIdentity wanted)
    {
        var index = arrived.FindIndex(a => a.Identity == wanted);
        if (index < 0)
            return 0;
        var uid = arrived[index].Uid;
        arrived.RemoveAt(index);
        return uid;
    }
}
