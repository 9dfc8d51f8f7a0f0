using ImapPS.Client.Changes;
using ImapPS.Client.Search;
using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Checkpoints;

/// <summary>
/// One reading of what is new in a mailbox since a checkpoint. What it covers is what was there when it began; what comes
/// meanwhile is for the next. Messages are planned, handed out, and taken, and the file always says at least of each that was
/// handed out and not taken that it is in doubt.
/// </summary>
public sealed class CheckpointRun
{
    /// <summary>
    /// How many messages beyond those that are due are put in doubt together with them, so that there is one write for so
    /// many. After a crash they come with the others that are in doubt.
    /// </summary>
    private const int MarkedAhead = 100;

    private readonly ImapSession _session;
    private readonly MailboxName _mailbox;
    private readonly Checkpoint _checkpoint;
    private readonly uint _uidNextBefore;
    private readonly IReadOnlyList<RecentMessage> _identities;
    private readonly Queue<uint> _planned = new();
    private readonly UidRanges _missing = new();
    private readonly object _gate = new();
    private readonly uint _end;
    private ulong? _told;
    private uint _marked;
    private uint _handed;

    internal CheckpointRun(ImapSession session, MailboxName mailbox, Checkpoint checkpoint, CheckpointStart start)
    {
        _session = session;
        _mailbox = mailbox;
        _checkpoint = checkpoint;
        Position = start.Position;
        New = start.New;
        WereInDoubt = start.WereInDoubt;
        IsRenumbered = start.IsRenumbered;
        _identities = start.Identities;
        _uidNextBefore = Position.UidNext;
        _end = start.End;
        _told = start.ModSeq;
        checkpoint.Begin(this);
    }

    /// <summary>What the UIDs hold under.</summary>
    public uint UidValidity => Position.UidValidity;

    /// <summary>Messages that came since, and those in doubt that are still there.</summary>
    public UidSet New { get; }

    /// <summary>Those of which an earlier run did not tell what came of them.</summary>
    public UidSet WereInDoubt { get; }

    /// <summary>Whether the mailbox has another UIDVALIDITY than before.</summary>
    public bool IsRenumbered { get; }

    /// <summary>The file.</summary>
    public string FilePath => _checkpoint.FilePath;

    internal MailboxPosition Position { get; }

    /// <summary>Of <see cref="New"/> those that were handed out before.</summary>
    internal UidSet UnconfirmedNew => New.Except(New.Except(WereInDoubt));

    /// <summary>Messages that the script may know of or not, and that are there no more.</summary>
    internal UidSet GoneInDoubt => WereInDoubt.Except(New).Except(Position.Known!.ToSet());

    /// <summary>These will be handed out, in this order.</summary>
    public void Plan(IEnumerable<uint> uids)
    {
        lock (_gate)
        {
            foreach (var uid in uids)
            {
                _planned.Enqueue(uid);
                _missing.Add(uid);
            }
        }
    }

    /// <summary>Messages up to this one are about to be handed out: the file says so before that happens.</summary>
    /// <exception cref="ImapException">CheckpointFull, FileAccessDenied, DiskFull or FileFailed.</exception>
    public void Mark(uint last)
    {
        if (last <= _marked)
            return;
        CheckRoom();
        _checkpoint.Change(
            () =>
            {
                for (var ahead = 0; _planned.Count > 0 && (_planned.Peek() <= last || ahead < MarkedAhead);)
                {
                    _marked = _planned.Dequeue();
                    Position.InDoubt.Add(_marked);
                    if (_marked > last)
                        ahead++;
                }

                Position.UidNext = Math.Max(Position.UidNext, _marked + 1);
            },
            atOnce: true);
    }

    /// <summary>These changes are about to be handed out.</summary>
    internal void Mark(IReadOnlyList<MailboxChange> changes)
    {
        if (changes.Count == 0)
            return;
        CheckRoom();
        _checkpoint.Change(
            () =>
            {
                foreach (var change in changes)
                {
                    if (change.Kind != MailboxChangeKind.MailboxChanged)
                        Position.InDoubt.Add(change.Uid);
                    if (change.Kind == MailboxChangeKind.New)
                        Position.UidNext = Math.Max(Position.UidNext, change.Uid + 1);
                }
            },
            atOnce: true);
    }

    /// <summary>All changes up to there were handed out.</summary>
    internal void Settle(ulong? modSeq) => _checkpoint.Change(
        () =>
        {
            if (!Position.HasChangesInDoubt && Position.HighestModSeq is not null)
                Position.RaiseModSeq(modSeq);
        },
        atOnce: true);

    /// <summary>The message is being handed out.</summary>
    public void HandOut(uint uid)
    {
        lock (_gate)
        {
            _handed = Math.Max(_handed, uid);
            _missing.Remove(uid);
        }
    }

    /// <summary>The message was taken.</summary>
    public void Take(FetchResponse message) => Take(MailboxChangeKind.New, message.Uid, message.ModSeq, message.Flags);

    /// <summary>What was told of a message was taken.</summary>
    public void Take(MailboxChangeKind kind, uint uid, ulong? modSeq = null, MessageFlags? flags = null) =>
        _checkpoint.Change(() => Position.Take(kind, uid, modSeq, flags), atOnce: false);

    /// <summary>Changed flags and removed messages among those that the script knows.</summary>
    /// <remarks>Only of a run that follows changes. They are marked as in doubt by this.</remarks>
    /// <exception cref="ImapException">UidValidityChanged, CheckpointFull, or the connection's end.</exception>
    public async Task<IReadOnlyList<MailboxChange>> FindChangesAsync(CancellationToken cancellationToken)
    {
        var comparison = new MailboxComparison(_session, _mailbox, new FetchItems { Attributes = FetchAttributes.Uid });
        var (picture, found) = await comparison.CompareAsync(Position.ToPicture(_told is not null), MailboxNews.Flags | MailboxNews.Removals, cancellationToken).ConfigureAwait(false);
        if (found.IsReset)
            throw CheckpointErrors.UidValidity(FilePath, Position.Mailbox, picture.UidValidity, UidValidity);
        if (picture.ModSeq > _told)
            _told = picture.ModSeq;
        MailboxChange[] changes =
        [
            .. UidSet.FromRanges(found.Removed.Concat(GoneInDoubt)).Uids().Select(u => new MailboxChange(MailboxChangeKind.Removed, _mailbox, UidValidity, u)),
            .. found.Changed.Select(m => new MailboxChange(MailboxChangeKind.Flags, _mailbox, UidValidity, m.Uid) { Message = m }),
        ];
        Mark(changes);
        return changes;
    }

    /// <summary>All that was planned was handed out, or is gone.</summary>
    /// <param name="all">Whether that was all that is new; false where the caller wanted so many and no more.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Messages that are there and did not come: the server's answer could not be read. They stay in doubt.</returns>
    /// <exception cref="ImapException">FileAccessDenied, DiskFull or FileFailed; UidValidityChanged, or the connection's end.</exception>
    public async Task<UidSet> FinishAsync(bool all, CancellationToken cancellationToken)
    {
        var missing = _missing.ToSet();
        var there = UidSet.Empty;
        if (!missing.IsEmpty)
        {
            var found = await _session.SearchAsync(_mailbox, SearchKey.Uid(UidSet.Of(_missing.First, _missing.Last)), cancellationToken).ConfigureAwait(false);
            there = missing.Except(missing.Except(found.Within(_mailbox, UidValidity)));
        }

        _checkpoint.Change(
            () =>
            {
                Mark();
                foreach (var uid in missing.Except(there).Uids())
                    Position.InDoubt.Remove(uid);
                if (!all)
                    return;
                if (Position.Known is null)
                    Position.InDoubt.Remove(WereInDoubt.Except(New));
                Position.UidNext = Math.Max(Position.UidNext, _end);
                if (!Position.HasChangesInDoubt)
                    Position.RaiseModSeq(_told);
            },
            atOnce: true);
        _checkpoint.End(this);
        return there;

        void Mark()
        {
            foreach (var uid in _planned)
            {
                Position.InDoubt.Add(uid);
                Position.UidNext = Math.Max(Position.UidNext, uid + 1);
            }

            _planned.Clear();
        }
    }

    /// <summary>The reading ended early: what was marked and not handed out is as if it never was.</summary>
    internal void Leave()
    {
        if (_marked <= _handed)
            return;
        Position.UidNext = Math.Max(_uidNextBefore, _handed + 1);
        Position.InDoubt.Remove(UidSet.Of(Position.UidNext, UidRange.Star - 1));
    }

    internal void End() => _checkpoint.End(this);

    internal MailboxPicture ToPicture() => Position.ToPicture(_told is not null);

    internal void Remember() => Position.Remember(_identities);

    private void CheckRoom()
    {
        if (Position.InDoubt.RangeCount > MailboxPosition.MostInDoubt || Position.Ahead.Count > MailboxPosition.MostInDoubt)
            throw CheckpointErrors.Full(FilePath, Position.Mailbox);
    }
}
