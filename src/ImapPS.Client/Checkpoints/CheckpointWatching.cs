using System.Runtime.CompilerServices;
using ImapPS.Client.Changes;
using ImapPS.Client.Messages;
using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Checkpoints;

/// <summary>Watches mailboxes from where a checkpoint is.</summary>
public static class CheckpointWatching
{
    /// <summary>
    /// What happened since the checkpoint, and then what happens, until somebody stops it. A mailbox that the checkpoint does not
    /// know yet is watched from now on. Each batch is in doubt in the file before it is given; who takes it says so to its run.
    /// </summary>
    /// <param name="checkpoint">Open, for the session's account.</param>
    /// <param name="session">As <see cref="MailboxWatching.WatchAsync"/>, likewise the next ones.</param>
    /// <param name="mailboxes">Which.</param>
    /// <param name="options">How; <see cref="WatchOptions.From"/> counts for nothing.</param>
    /// <param name="rule">What to do if a mailbox has another UIDVALIDITY, or gets one.</param>
    /// <param name="cancellationToken">Stops watching; the session stays good.</param>
    /// <exception cref="ImapException">As <see cref="CheckpointReading.BeginAsync"/> and <see cref="MailboxWatching.WatchAsync"/>.</exception>
    public static async IAsyncEnumerable<(CheckpointRun Run, IReadOnlyList<MailboxChange> Changes)> WatchAsync(
        this Checkpoint checkpoint,
        ImapSession session,
        IReadOnlyList<MailboxName> mailboxes,
        WatchOptions options,
        UidValidityRule rule,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        checkpoint.Expect(mailboxes);
        while (true)
        {
            var runs = new Dictionary<MailboxName, CheckpointRun>();
            var pictures = new Dictionary<MailboxName, MailboxPicture>();
            foreach (var mailbox in mailboxes)
            {
                var run = await checkpoint.BeginAsync(session, mailbox, rule, followChanges: true, fromNow: true, cancellationToken).ConfigureAwait(false);
                run.Settle(null);
                runs[mailbox] = run;
                if (await BehindAsync(session, mailbox, run, options.Items, cancellationToken).ConfigureAwait(false) is { Count: > 0 } behind)
                {
                    run.Mark(behind);
                    yield return (run, behind);
                }

                pictures[mailbox] = run.ToPicture();
            }

            await foreach (var changes in session.WatchAsync(mailboxes, options with { Pictures = pictures }, cancellationToken).ConfigureAwait(false))
            {
                // The checkpoint decides by its rule what to make of that.
                if (changes[0].Kind == MailboxChangeKind.MailboxChanged)
                    break;
                var run = runs[changes[0].Mailbox];
                run.Mark(changes);
                yield return (run, changes);
                run.Settle(pictures[changes[0].Mailbox].ModSeq);
            }

            foreach (var run in runs.Values)
                run.End();
        }
    }

    /// <summary>What watching from there does not tell: that the mailbox is another, and what became of messages in doubt.</summary>
    private static async Task<IReadOnlyList<MailboxChange>> BehindAsync(ImapSession session, MailboxName mailbox, CheckpointRun run, FetchItems items, CancellationToken cancellationToken)
    {
        var changes = new List<MailboxChange>();
        if (run.IsRenumbered)
            changes.Add(new MailboxChange(MailboxChangeKind.MailboxChanged, mailbox, run.UidValidity, 0));
        changes.AddRange(run.GoneInDoubt.Uids().Select(u => new MailboxChange(MailboxChangeKind.Removed, mailbox, run.UidValidity, u)));
        items = items with { Attributes = items.Attributes | FetchAttributes.Uid | FetchAttributes.Flags | (session.Capabilities.CondStore ? FetchAttributes.ModSeq : 0) };
        await foreach (var batch in session.FetchAsync(mailbox, run.UidValidity, run.UnconfirmedNew, items, null, cancellationToken).ConfigureAwait(false))
            changes.AddRange(batch.Messages.Select(m => new MailboxChange(MailboxChangeKind.New, mailbox, run.UidValidity, m.Uid) { Message = m }));
        return changes;
    }
}
