using System.Management.Automation;
using ImapPS.Client;
using ImapPS.Client.Changes;
using ImapPS.Client.Checkpoints;
using ImapPS.Errors;
using ImapPS.Pipeline;
using ImapPS.Protocol.Values;

namespace ImapPS.Commands;

/// <content>From where a checkpoint is.</content>
public sealed partial class WatchImapMailboxCommand
{
    /// <summary><para type="description">Begins where this checkpoint is, a file, and moves it change by change, when the pipeline behind has taken one: what happened between two runs is told by the second. The first run makes it, and begins with what happens from then on; to begin with the messages that are there, read them with Get-ImapMessage -Checkpoint and the same file before. It keeps which messages are known, and where the server has no CONDSTORE their flags. What -Kind and -Filter leave out is passed over for good. For the rest see Get-ImapMessage.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Checkpoint { get; set; }

    /// <summary><para type="description">AtLeastOnce: a change counts as taken when the pipeline has taken it. Manual: when Save-ImapCheckpoint gets it. Default: AtLeastOnce.</para></summary>
    [Parameter]
    public CheckpointMode CheckpointMode { get; set; }

    /// <summary><para type="description">What to do when a mailbox has another UIDVALIDITY than the checkpoint, or gets one: Stop, Resume or Restart, as with Get-ImapMessage. With Resume and Restart the change MailboxChanged comes first. Default: Stop.</para></summary>
    [Parameter]
    public UidValidityRule OnUidValidityChange { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (Filter is not null && Kind?.Contains(MailboxChangeKind.Removed) == true)
            ThrowTerminatingError(ErrorFactory.Create(ErrorIds.RemovedWithFilter, ErrorCategory.InvalidArgument, MailboxChangeKind.Removed));
        if (Checkpoint is null)
            this.RefuseWithoutCheckpoint(nameof(CheckpointMode), nameof(OnUidValidityChange));
    }

    private async Task WatchOnAsync(ImapSession session, IReadOnlyList<MailboxName> mailboxes, CheckpointUse use, PipelineWriter output, CancellationToken cancellationToken)
    {
        await foreach (var (run, changes) in use.Checkpoint.WatchAsync(session.Engine, mailboxes, Options(session), use.Rule, cancellationToken).ConfigureAwait(false))
        {
            var mailbox = changes[0].Mailbox;
            session.Names.Remember(mailbox);
            var matches = await MatchesAsync(session, mailbox, changes.Where(IsAsked).Where(static c => c.Uid != 0).Select(static c => c.Uid), output, cancellationToken).ConfigureAwait(false);
            foreach (var change in changes)
            {
                if (!IsAsked(change) || (change.Uid != 0 && !matches.Contains(change.Uid)))
                {
                    run.Take(change.Kind, change.Uid, change.Message?.ModSeq, change.Message?.Flags);
                    continue;
                }

                var value = new ImapChange(session, change, change.Kind == MailboxChangeKind.New ? CreateMessage(session, mailbox, change.UidValidity, change.Message!) : null);
                await output.DoAndWaitAsync(cmdlet => use.Write(cmdlet, run, value, change.Kind, change.Uid, change.Message?.ModSeq, change.Message?.Flags), cancellationToken).ConfigureAwait(false);
                if (++_given >= First)
                    return;
            }
        }
    }
}
