using ImapPS.Client.Connection;
using ImapPS.Client.Search;
using ImapPS.Client.Messages;
using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Changes;

/// <summary>Finds what changed in a mailbox since a picture was made of it: one round trip, the opening of the mailbox included.</summary>
internal sealed class MailboxComparison(ImapSession session, MailboxName mailbox, FetchItems items)
{
    private const FetchAttributes FlagItems = FetchAttributes.Uid | FetchAttributes.Flags;

    private readonly FetchItems _newItems = items with { Attributes = items.Attributes | FlagItems };

    /// <summary>The opened mailbox that was compared last: what the server tells of it from then on is heard.</summary>
    public SelectedMailbox? Selected { get; private set; }

    /// <summary>A first picture.</summary>
    /// <param name="from">Where the watcher was before; null for what is there now.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<MailboxPicture> BeginAsync(WatchPosition? from, CancellationToken cancellationToken)
    {
        if (from is { Known: not null, ModSeq: not null })
            return MailboxPicture.Of(from);
        var found = await session.SearchAsync(mailbox, SearchKey.All, cancellationToken).ConfigureAwait(false);
        var modSeq = session.Selected is { HighestModSeq: { } highest } selected && selected.Name.Equals(mailbox) ? highest : (ulong?)null;
        if (from is not null && from.UidValidity != found.UidValidity)
            return new MailboxPicture(from.UidValidity, UidSet.Empty);
        var next = from?.UidNext ?? uint.MaxValue;
        var known = from?.Known ?? found.Uids.Except(next < UidRange.Star ? UidSet.Of(Math.Max(next, 1), UidRange.Star) : UidSet.Empty);
        var picture = new MailboxPicture(found.UidValidity, known) { ModSeq = from is null ? modSeq : from.ModSeq is { } since && modSeq is not null ? since : modSeq };
        if (from is not null)
            picture.UidNext = Math.Max(picture.UidNext, from.UidNext);
        if (picture.ModSeq is null && !known.IsEmpty)
        {
            await foreach (var batch in session.FetchAsync(mailbox, found.UidValidity, known, new FetchItems { Attributes = FlagItems }, null, cancellationToken).ConfigureAwait(false))
                picture.Remember(batch.Messages);
        }
        else if (from is null)
        {
            // The mailbox may have been open for long: what changed before the watch began is nobody's news.
            await CompareAsync(picture, MailboxNews.Flags, cancellationToken).ConfigureAwait(false);
        }

        return picture;
    }

    /// <summary>What changed. The picture is brought up to date as the changes are given.</summary>
    /// <exception cref="ImapException">MailboxNotFound, or the connection's end.</exception>
    public async Task<(MailboxPicture Picture, MailboxChanges Changes)> CompareAsync(MailboxPicture picture, MailboxNews news, CancellationToken cancellationToken) =>
        await session.RepeatAsync(() => CompareOnceAsync(picture, news, cancellationToken), cancellationToken).ConfigureAwait(false);

    private async Task<(MailboxPicture Picture, MailboxChanges Changes)> CompareOnceAsync(MailboxPicture picture, MailboxNews news, CancellationToken cancellationToken)
    {
        await session.EnabledAsync(cancellationToken).ConfigureAwait(false);
        var questions = new GapQuestions(session, mailbox, picture, news, _newItems);
        var (selected, commands) = await session.EnqueueReadAsync(mailbox, null, questions.Enqueue, cancellationToken, resync: questions.Resync).ConfigureAwait(false);
        if (selected.UidValidity != picture.UidValidity)
        {
            session.Connection.Abandon(commands, default);
            var anew = await BeginAsync(null, cancellationToken).ConfigureAwait(false);
            return (anew, new MailboxChanges(Position(anew)) { IsReset = true });
        }

        var reopened = Selected is not null && !ReferenceEquals(selected, Selected) && news != MailboxNews.All;
        Selected = selected;
        if (reopened || (picture.ModSeq is not null && selected.HighestModSeq is null))
        {
            // What was said of it while another mailbox was open nobody heard; or it keeps no modification sequences any more.
            session.Connection.Abandon(commands, default);
            if (selected.HighestModSeq is null)
                picture.ModSeq = null;
            return await CompareOnceAsync(picture, MailboxNews.All, cancellationToken).ConfigureAwait(false);
        }

        await questions.AnsweredAsync(commands, selected, cancellationToken).ConfigureAwait(false);
        var removed = questions.There is { } there ? picture.Remove(there) : UidSet.Empty;
        var changed = questions.Flags is { } flags ? picture.Change(flags) : [];
        var arrived = questions.Arrived is { } arrivals ? picture.Add(arrivals) : [];
        if (questions.Resync is { IsSent: true, HighestModSeq: { } all })
            picture.Advance(all);
        return (picture, new MailboxChanges(Position(picture)) { Removed = removed, Changed = changed, New = arrived });
    }

    private static WatchPosition Position(MailboxPicture picture) => new(picture.UidValidity, picture.UidNext, picture.ModSeq);
}
