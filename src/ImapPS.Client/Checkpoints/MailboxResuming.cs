using ImapPS.Client.Search;
using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Checkpoints;

/// <summary>
/// Finds a checkpoint again in a mailbox whose UIDs are all different. Messages keep their Message-ID and INTERNALDATE; as a
/// rule also their order. Those that were taken last are looked for by these; what is newer than they are, or stands behind
/// the first of them, and is none of them counts as in doubt. So what can't be told comes again, rather than never.
/// </summary>
internal static class MailboxResuming
{
    /// <exception cref="ImapException">UidValidityChanged: none of them is there, or older ones are in doubt.</exception>
    public static async Task<MailboxPosition> ResumeAsync(string path, ImapSession session, MailboxName mailbox, uint uidValidity, ulong? modSeq, MailboxPosition before, CancellationToken cancellationToken)
    {
        var taken = before.Recent.Where(m => !before.InDoubt.Contains(m.Uid)).ToArray();
        if (taken.Length == 0)
            throw CheckpointErrors.NotResumable(path, mailbox.Name, "it knows no message by Message-ID and date");
        if (!before.InDoubt.IsEmpty && before.InDoubt.First < taken[0].Uid)
            throw CheckpointErrors.NotResumable(path, mailbox.Name, $"older messages are in doubt ({SafeText.Clean(before.InDoubt.ToString(), 40)}), and what they were is not known");
        // Of those in doubt, too: what they were before may have an older date than what was taken before them.
        var oldest = before.Recent.Min(static m => m.Date);
        // SINCE compares days, in the server's own time zone.
        var since = await session.SearchAsync(mailbox, SearchKey.Since(oldest.UtcDateTime.Date.AddDays(-1)), cancellationToken).ConfigureAwait(false);
        var candidates = await CheckpointReading.IdentifyAsync(session, mailbox, uidValidity, since.Within(mailbox, uidValidity), cancellationToken).ConfigureAwait(false);
        var left = taken.GroupBy(static m => m.Identity).ToDictionary(static g => g.Key, static g => g.Count());
        var found = new List<RecentMessage>();
        foreach (var candidate in candidates.OrderBy(static c => c.Uid))
        {
            if (!left.TryGetValue(candidate.Identity, out var count) || count == 0)
                continue;
            left[candidate.Identity] = count - 1;
            found.Add(candidate);
        }

        if (found.Count == 0)
            throw CheckpointErrors.NotResumable(path, mailbox.Name, $"none of the {taken.Length} messages that were taken last is there");
        var all = (await session.SearchAsync(mailbox, SearchKey.All, cancellationToken).ConfigureAwait(false)).Within(mailbox, uidValidity);
        var behind = all.Except(UidSet.Of(1, found[0].Uid));
        var newer = UidSet.From(candidates.Where(c => c.Date >= oldest).Select(static c => c.Uid));
        var unknown = UidSet.FromRanges(behind.Concat(newer)).Except(UidSet.From(found.Select(static m => m.Uid)));
        var position = new MailboxPosition(mailbox.Name, uidValidity)
        {
            UidNext = all[all.RangeCount - 1].Last + 1,
            HighestModSeq = modSeq,
            InDoubt = new UidRanges(unknown),
            Known = before.Known is null ? null : new UidRanges(all.Except(unknown)),
        };
        position.Recent.AddRange(found);
        if (position.Known is not null && modSeq is null)
            await CheckpointReading.LearnFlagsAsync(session, mailbox, position, cancellationToken).ConfigureAwait(false);
        return position;
    }
}
