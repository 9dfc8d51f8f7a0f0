using ImapPS.Client.Mailboxes;
using ImapPS.Client.Messages;
using ImapPS.Client.Search;
using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Checkpoints;

/// <summary>Finds what is new in a mailbox since a checkpoint.</summary>
public static class CheckpointReading
{
    private const FetchAttributes IdentityItems = FetchAttributes.Uid | FetchAttributes.Envelope | FetchAttributes.InternalDate | FetchAttributes.Size;

    /// <summary>Opens the mailbox, compares it with the checkpoint, and finds what is new; nothing is written yet.</summary>
    /// <param name="checkpoint">Open, for the session's account.</param>
    /// <param name="session">Logged in.</param>
    /// <param name="mailbox">Which mailbox.</param>
    /// <param name="rule">What to do if it has another UIDVALIDITY.</param>
    /// <param name="followChanges">Whether changed flags and removed messages are wanted, too.</param>
    /// <param name="fromNow">Whether a mailbox that the checkpoint does not know yet begins with what comes from now on, and not with what is there.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ImapException">CheckpointMismatch, CheckpointFromFuture, UidValidityChanged; MailboxNotFound, NotSupported (no UIDVALIDITY), or the connection's end.</exception>
    public static Task<CheckpointRun> BeginAsync(this Checkpoint checkpoint, ImapSession session, MailboxName mailbox, UidValidityRule rule, bool followChanges, bool fromNow, CancellationToken cancellationToken)
    {
        checkpoint.Check(session);
        checkpoint.Expect([mailbox]);
        return session.RepeatAsync(
            async () => new CheckpointRun(session, mailbox, checkpoint, await FindAsync(checkpoint, session, mailbox, rule, followChanges, fromNow, cancellationToken).ConfigureAwait(false)),
            cancellationToken);
    }

    /// <summary>What messages are known by.</summary>
    internal static async Task<List<RecentMessage>> IdentifyAsync(ImapSession session, MailboxName mailbox, uint uidValidity, UidSet uids, CancellationToken cancellationToken)
    {
        var identities = new List<RecentMessage>();
        await foreach (var batch in session.FetchAsync(mailbox, uidValidity, uids, new FetchItems { Attributes = IdentityItems }, null, cancellationToken).ConfigureAwait(false))
            identities.AddRange(batch.Messages.Select(RecentMessage.Of).Where(static m => m is not null)!);
        return identities;
    }

    /// <summary>Takes down the flags of the known messages, where there are no modification sequences to ask by.</summary>
    internal static async Task LearnFlagsAsync(ImapSession session, MailboxName mailbox, MailboxPosition position, CancellationToken cancellationToken)
    {
        var items = new FetchItems { Attributes = FetchAttributes.Uid | FetchAttributes.Flags };
        await foreach (var batch in session.FetchAsync(mailbox, position.UidValidity, position.Known!.ToSet(), items, null, cancellationToken).ConfigureAwait(false))
        {
            foreach (var message in batch.Messages)
                position.Flags[message.Uid] = message.Flags ?? MessageFlags.None;
        }
    }

    private static async Task<CheckpointStart> FindAsync(Checkpoint checkpoint, ImapSession session, MailboxName mailbox, UidValidityRule rule, bool followChanges, bool fromNow, CancellationToken cancellationToken)
    {
        // A mailbox that is open already shows what came only after the server was given the chance to tell.
        if (session.Selected?.Name.Equals(mailbox) == true)
            await session.RefreshAsync(cancellationToken).ConfigureAwait(false);
        var selected = await session.SelectAsync(mailbox, write: false, cancellationToken).ConfigureAwait(false);
        if (selected.UidValidity == 0)
            throw new ImapException(ImapError.NotSupported, $"The mailbox '{SafeText.Clean(mailbox.Name)}' has no UIDVALIDITY: its UIDs do not last, and no checkpoint can be kept of it.");
        var (validity, modSeq) = (selected.UidValidity, selected.HighestModSeq);
        var position = checkpoint.Find(mailbox);
        var renumbered = position is not null && (position.UidValidity != validity || await IsAheadAsync(checkpoint, session, selected, position, rule, followChanges, cancellationToken).ConfigureAwait(false));
        if (renumbered)
        {
            position = rule switch
            {
                UidValidityRule.Resume => await MailboxResuming.ResumeAsync(checkpoint.FilePath, session, mailbox, validity, modSeq, position!, cancellationToken).ConfigureAwait(false),
                UidValidityRule.Restart => Anew(),
                _ => throw CheckpointErrors.UidValidity(checkpoint.FilePath, mailbox.Name, validity, position!.UidValidity),
            };
        }

        fromNow &= position is null;
        position ??= Anew();
        var learns = fromNow || (followChanges && position.Known is null);
        var inDoubt = position.InDoubt.ToSet();
        var first = learns ? 1 : position.InDoubt.IsEmpty ? position.UidNext : Math.Min(position.InDoubt.First, position.UidNext);
        var found = (await session.SearchAsync(mailbox, SearchKey.Uid(UidSet.Of(first, UidRange.Star)), cancellationToken).ConfigureAwait(false)).Within(mailbox, validity);
        if (fromNow)
            position = new MailboxPosition(mailbox.Name, validity) { HighestModSeq = modSeq, UidNext = found.IsEmpty ? 1 : found[found.RangeCount - 1].Last + 1 };
        var old = position.UidNext == 1 ? UidSet.Empty : UidSet.Of(1, position.UidNext - 1);
        var fresh = found.Except(old);
        if (learns && followChanges)
        {
            position.Known = new UidRanges(found.Except(fresh).Except(inDoubt));
            position.HighestModSeq ??= modSeq;
            if (modSeq is null)
                await LearnFlagsAsync(session, mailbox, position, cancellationToken).ConfigureAwait(false);
        }

        if (position.Known is not null && position.HighestModSeq is not null && modSeq is null)
            position.HighestModSeq = null;
        var unconfirmed = inDoubt.Except(inDoubt.Except(found)).Except(position.Known?.ToSet() ?? UidSet.Empty);
        var given = UidSet.FromRanges(unconfirmed.Concat(fresh));
        return new CheckpointStart(position, given, inDoubt, fresh.IsEmpty ? position.UidNext : fresh[fresh.RangeCount - 1].Last + 1)
        {
            ModSeq = position.Known is null || (followChanges && position.HighestModSeq is not null) ? modSeq : null,
            Identities = given.IsEmpty ? [] : await IdentifyAsync(session, mailbox, validity, UidSet.FromRanges(Newest(given).Concat(Oldest(given))), cancellationToken).ConfigureAwait(false),
            IsRenumbered = renumbered,
        };

        MailboxPosition Anew() => new(mailbox.Name, validity) { HighestModSeq = modSeq, Known = followChanges ? new UidRanges() : null };
    }

    private static UidSet Newest(UidSet uids)
    {
        var newest = new List<uint>();
        for (var i = uids.RangeCount - 1; i >= 0 && newest.Count < MailboxPosition.MostRecent; i--)
        {
            for (var uid = uids[i].Last; uid >= uids[i].First && newest.Count < MailboxPosition.MostRecent; uid--)
                newest.Add(uid);
        }

        return UidSet.From(newest);
    }

    /// <summary>Where a run ends early, these are what it is found again by.</summary>
    private static UidSet Oldest(UidSet uids) => UidSet.From(uids.Uids().Take(MailboxPosition.MostRecent));

    /// <summary>Whether the checkpoint knows what the mailbox has yet to come to: the mailbox was put back, or somebody edited the file.</summary>
    private static async Task<bool> IsAheadAsync(Checkpoint checkpoint, ImapSession session, SelectedMailbox selected, MailboxPosition position, UidValidityRule rule, bool followChanges, CancellationToken cancellationToken)
    {
        if (!IsAhead(selected.UidNext, selected.HighestModSeq))
            return false;
        // What SELECT said may be old by now.
        var status = await session.StatusAsync(selected.Name, StatusItems.UidNext | StatusItems.HighestModSeq, cancellationToken).ConfigureAwait(false);
        if (!IsAhead(status.UidNext ?? 0, status.HighestModSeq))
            return false;
        if (rule != UidValidityRule.Stop)
            return true;
        throw position.UidNext > status.UidNext
            ? CheckpointErrors.Ahead(checkpoint.FilePath, position.Mailbox, $"its UIDNEXT is {position.UidNext}", $"{status.UidNext}")
            : CheckpointErrors.Ahead(checkpoint.FilePath, position.Mailbox, $"its HIGHESTMODSEQ is {position.HighestModSeq}", $"{status.HighestModSeq}");

        bool IsAhead(uint uidNext, ulong? modSeq) => (uidNext != 0 && position.UidNext > uidNext) || (followChanges && position.HighestModSeq > modSeq);
    }

    /// <summary>What was found, but for the UID that can't be told from "*" (<see cref="UidRange.Star"/>).</summary>
    /// <exception cref="ImapException">UidValidityChanged: the mailbox changed while it was looked at.</exception>
    internal static UidSet Within(this SearchResult found, MailboxName mailbox, uint uidValidity) => found.UidValidity == uidValidity
        ? found.Uids.Except(UidSet.Of(UidRange.Star))
        : throw new ImapException(ImapError.UidValidityChanged, $"The mailbox '{SafeText.Clean(mailbox.Name)}' was renumbered while it was searched.") { Hint = "Try again." };
}
