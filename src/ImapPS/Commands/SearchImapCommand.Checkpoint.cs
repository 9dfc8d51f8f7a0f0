using System.Management.Automation;
using ImapPS.Client;
using ImapPS.Client.Changes;
using ImapPS.Client.Checkpoints;
using ImapPS.Client.Search;
using ImapPS.Errors;
using ImapPS.Pipeline;
using ImapPS.Protocol.Values;

namespace ImapPS.Commands;

/// <content>Only what is new since a checkpoint.</content>
public sealed partial class SearchImapCommand
{
    /// <summary><para type="description">Only among messages that are new since this checkpoint, a file that is made with the first run; as with Get-ImapMessage, which see. What does not match is passed over for good. What was handed out and not said to be taken comes again, whether it matches by now or not.</para></summary>
    [Parameter(ParameterSetName = IdSet)]
    [ValidateNotNullOrEmpty]
    public string? Checkpoint { get; set; }

    /// <summary><para type="description">AtLeastOnce: a message counts as taken when the pipeline has taken it. Manual: when Save-ImapCheckpoint gets it. Default: AtLeastOnce.</para></summary>
    [Parameter(ParameterSetName = IdSet)]
    public CheckpointMode CheckpointMode { get; set; }

    /// <summary><para type="description">What to do when the mailbox has another UIDVALIDITY than the checkpoint: Stop, Resume or Restart, as with Get-ImapMessage. Default: Stop.</para></summary>
    [Parameter(ParameterSetName = IdSet)]
    public UidValidityRule OnUidValidityChange { get; set; }

    private void CheckCheckpoint()
    {
        if (Checkpoint is null)
            this.RefuseWithoutCheckpoint(nameof(CheckpointMode), nameof(OnUidValidityChange));
        else
            this.RefuseWithCheckpoint(nameof(Sort), nameof(Descending), nameof(Skip));
    }

    private void SearchNew(string[] names)
    {
        // One account has one checkpoint.
        var session = ResolveSession();
        var checkpoint = HoldCheckpoint(session, Checkpoint!, CheckpointMode, OnUidValidityChange);
        var mailboxes = new List<MailboxName>();
        foreach (var name in names)
            Run(session, name, async (_, cancellationToken) => mailboxes.AddRange(await FindAsync(session, name, cancellationToken).ConfigureAwait(false)));
        Run(session, Checkpoint, (_, _) =>
        {
            checkpoint.Checkpoint.Expect(mailboxes);
            return Task.CompletedTask;
        });
        foreach (var mailbox in mailboxes)
            Run(session, mailbox.Name, (output, cancellationToken) => SearchNewAsync(session, mailbox, checkpoint, output, cancellationToken));
    }

    private async Task SearchNewAsync(ImapSession session, MailboxName mailbox, CheckpointUse use, PipelineWriter output, CancellationToken cancellationToken)
    {
        var run = await use.BeginAsync(session, mailbox, followChanges: false, cancellationToken).ConfigureAwait(false);
        session.Names.Remember(mailbox);
        var fresh = run.New.Except(run.WereInDoubt);
        var left = First;
        await WriteNewAsync(run.New.Except(fresh).Uids()).ConfigureAwait(false);
        if (!fresh.IsEmpty && left > 0)
        {
            // What comes meanwhile has higher UIDs, and is for the next run.
            var among = new UidTerm(UidSet.Of(fresh[0].First, fresh[fresh.RangeCount - 1].Last));
            var found = await session.Engine.SearchAsync(mailbox, Query.And(among, QueryFor(session)), Options(mailbox, output, cancellationToken), cancellationToken).ConfigureAwait(false);
            if (found.UidValidity != run.UidValidity)
                throw new ImapException(ImapError.UidValidityChanged, Strings.Format("RenumberedMeanwhile", SafeText.Clean(mailbox.Name)));
            await foreach (var uids in found.ReadAsync(cancellationToken).ConfigureAwait(false))
                await WriteNewAsync(uids).ConfigureAwait(false);
        }

        await output.DoAndWaitAsync(static _ => { }, cancellationToken).ConfigureAwait(false);
        await run.FinishAsync(left > 0, cancellationToken).ConfigureAwait(false);

        async Task WriteNewAsync(IEnumerable<uint> uids)
        {
            var some = new List<uint>(AtATime);
            foreach (var uid in uids.Take(left))
            {
                some.Add(uid);
                if (some.Count == AtATime)
                    await WriteSomeAsync().ConfigureAwait(false);
            }

            await WriteSomeAsync().ConfigureAwait(false);

            async Task WriteSomeAsync()
            {
                if (some.Count == 0)
                    return;
                var full = some;
                some = new List<uint>(AtATime);
                left -= full.Count;
                run.Plan(full);
                run.Mark(full[full.Count - 1]);
                await output.DoAsync(
                    cmdlet =>
                    {
                        foreach (var uid in full)
                        {
                            cancellationToken.ThrowIfCancellationRequested();
                            use.Write(cmdlet, run, new ImapMessageId(session, mailbox.Name, run.UidValidity, uid), MailboxChangeKind.New, uid, null, null);
                        }
                    },
                    cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
