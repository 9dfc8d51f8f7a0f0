using ImapPS.Client.Connection;
using ImapPS.Client.Messages;
using ImapPS.Client.Search;
using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Changes;

/// <summary>Finds what changed in a mailbox since a picture was made of it: one round trip, once the mailbox is open.</summary>
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
        var found = await session.SearchAsync(mailbox, SearchKey.All, cancellationToken).ConfigureAwait(false);
        var modSeq = session.Selected is { HighestModSeq: { } highest } selected && selected.Name.Equals(mailbox) ? highest : (ulong?)null;
        if (from is not null && from.UidValidity != found.UidValidity)
            return new MailboxPicture(from.UidValidity, UidSet.Empty);
        var next = from?.UidNext ?? uint.MaxValue;
        var known = found.Uids.Except(next < UidRange.Star ? UidSet.Of(Math.Max(next, 1), UidRange.Star) : UidSet.Empty);
        var picture = new MailboxPicture(found.UidValidity, known) { ModSeq = from is null ? modSeq : from.ModSeq is { } since && modSeq is not null ? since : modSeq };
        if (from is not null)
            picture.UidNext = Math.Max(picture.UidNext, from.UidNext);
        if (picture.ModSeq is null && !known.IsEmpty)
        {
            await foreach (var batch in session.FetchAsync(mailbox, found.UidValidity, known, new FetchItems { Attributes = FlagItems }, null, cancellationToken).ConfigureAwait(false))
                Remember(picture, batch.Messages);
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
    public async Task<(MailboxPicture Picture, IReadOnlyList<MailboxChange> Changes)> CompareAsync(MailboxPicture picture, MailboxNews news, CancellationToken cancellationToken) =>
        await session.RepeatAsync(() => CompareOnceAsync(picture, news, cancellationToken), cancellationToken).ConfigureAwait(false);

    private async Task<(MailboxPicture Picture, IReadOnlyList<MailboxChange> Changes)> CompareOnceAsync(MailboxPicture picture, MailboxNews news, CancellationToken cancellationToken)
    {
        GatherSink? arrivals = null, flags = null;
        SearchSink? there = null;
        var (selected, commands) = await session.EnqueueReadAsync(
            mailbox,
            null,
            () =>
            {
                var queued = new List<PendingCommand>();
                if ((news & MailboxNews.Arrivals) != 0)
                    queued.Add(Fetch(UidSet.Of(picture.UidNext, UidRange.Star), picture.ModSeq is null ? _newItems : _newItems with { Attributes = _newItems.Attributes | FetchAttributes.ModSeq }, arrivals = new GatherSink(picture.UidNext, UidRange.Star)));
                if ((news & MailboxNews.Flags) != 0 && picture.UidNext > 1 && !picture.Uids.IsEmpty)
                {
                    queued.Add(Fetch(
                        UidSet.Of(1, picture.UidNext - 1),
                        new FetchItems { Attributes = FlagItems | (picture.ModSeq is null ? 0 : FetchAttributes.ModSeq), ChangedSince = picture.ModSeq },
                        flags = new GatherSink(1, picture.UidNext - 1)));
                }

                if ((news & MailboxNews.Removals) != 0 && !picture.Uids.IsEmpty)
                    queued.Add(SearchOperations.Enqueue(session, SearchKey.Uid(UidSet.Of(1, picture.UidNext - 1)), SearchReturn.All, there = new SearchSink(session.Capabilities.ESearch)));
                return queued;
            },
            cancellationToken).ConfigureAwait(false);
        foreach (var command in commands)
        {
            var response = await session.Connection.AwaitAsync(command, cancellationToken).ConfigureAwait(false);
            if (response is not { Status: StatusKind.No, Code.Name: "EXPUNGEISSUED" })
                response.ThrowIfNotOk(command.Command, mailbox);
        }

        if (selected.UidValidity != picture.UidValidity)
        {
            var changed = new MailboxChange(MailboxChangeKind.MailboxChanged, mailbox, selected.UidValidity, 0);
            return (await BeginAsync(null, cancellationToken).ConfigureAwait(false), [changed]);
        }

        Selected = selected;
        var changes = new List<MailboxChange>();
        if (there is not null)
            changes.AddRange(Removals(picture, SearchOperations.Found(there, selected)));
        if (flags is not null)
            changes.AddRange(FlagChanges(picture, flags.Messages));
        if (arrivals is not null)
            changes.AddRange(Arrivals(picture, arrivals.Messages));
        return (picture, changes);
    }

    private PendingCommand Fetch(UidSet uids, FetchItems items, GatherSink sink) => session.Connection.Enqueue(new UidFetchCommand(uids, items), sink);

    private IEnumerable<MailboxChange> Removals(MailboxPicture picture, UidSet there)
    {
        var gone = picture.Uids.Except(there);
        picture.Uids = picture.Uids.Except(gone);
        foreach (var uid in gone.Uids())
        {
            picture.Flags.Remove(uid);
            yield return new MailboxChange(MailboxChangeKind.Removed, mailbox, picture.UidValidity, uid);
        }
    }

    private List<MailboxChange> FlagChanges(MailboxPicture picture, IReadOnlyCollection<FetchResponse> messages)
    {
        var changes = new List<MailboxChange>();
        foreach (var message in messages)
        {
            if (message.Flags is not { } flags || message.Uid >= picture.UidNext || !picture.Uids.Contains(message.Uid))
                continue;
            if (picture.ModSeq is { } known)
            {
                if (message.ModSeq is not { } modSeq || modSeq <= known || (picture.Ahead.TryGetValue(message.Uid, out var ahead) && modSeq <= ahead))
                    continue;
            }
            else if (picture.Flags.TryGetValue(message.Uid, out var before) && before.Equals(flags))
            {
                continue;
            }

            changes.Add(new MailboxChange(MailboxChangeKind.Flags, mailbox, picture.UidValidity, message.Uid) { Message = message });
        }

        Remember(picture, messages);
        if (picture.ModSeq is { } now)
        {
            foreach (var uid in picture.Ahead.Where(a => a.Value <= now).Select(static a => a.Key).ToArray())
                picture.Ahead.Remove(uid);
        }

        changes.Sort(static (a, b) => a.Uid.CompareTo(b.Uid));
        return changes;
    }

    private List<MailboxChange> Arrivals(MailboxPicture picture, IReadOnlyCollection<FetchResponse> messages)
    {
        // With "*" the last message comes, be it as old as it may (RFC 9051 section 9, seq-range).
        var fresh = messages.Where(m => m.Uid >= picture.UidNext).OrderBy(static m => m.Uid).ToArray();
        if (fresh.Length == 0)
            return [];
        picture.Uids = UidSet.FromRanges(picture.Uids.Concat(UidSet.From(fresh.Select(static m => m.Uid))));
        picture.UidNext = fresh[fresh.Length - 1].Uid + 1;
        if (picture.ModSeq is null)
        {
            Remember(picture, fresh);
        }
        else
        {
            // Not the picture's own: flags of others may have changed before these came, and nobody has looked yet.
            foreach (var message in fresh)
                picture.Ahead[message.Uid] = message.ModSeq ?? 0;
        }

        return fresh.Select(m => new MailboxChange(MailboxChangeKind.New, mailbox, picture.UidValidity, m.Uid) { Message = m }).ToList();
    }

    private static void Remember(MailboxPicture picture, IReadOnlyCollection<FetchResponse> messages)
    {
        foreach (var message in messages)
        {
            if (picture.ModSeq is { } known)
                picture.ModSeq = Math.Max(known, message.ModSeq ?? 0);
            else if (message.Flags is { } flags)
                picture.Flags[message.Uid] = flags;
        }
    }
}
