using System.Management.Automation;
using ImapPS.Client;
using ImapPS.Client.Checkpoints;
using ImapPS.Pipeline;

namespace ImapPS.Commands;

/// <content>Only what is new since a checkpoint.</content>
public sealed partial class GetImapMessageCommand
{
    /// <summary>
    /// <para type="description">Only messages that are new since this checkpoint, a file that is made with the first run, which gives all messages. It moves message by message, when the pipeline behind has taken one; what throws there, or is stopped, leaves it where it is. So each message comes at least once. Cmdlets of this module further down act on each message at once. What gathers messages takes them all: a variable, foreach (...) and Sort-Object do, and for these use -CheckpointMode Manual. The file is locked while it is in use, and every error of the reading ends the pipeline. It is brought to the disk (fsync) before messages are handed out, a hundred or more at a time, and after each that was taken, or where messages are taken quickly, as often as costs a quarter of the time, and at least every second. Where $WhatIfPreference is set the checkpoint stays as it is. See about_ImapPS_Unattended.</para>
    /// </summary>
    [Parameter(ParameterSetName = UidSetName)]
    [Parameter(ParameterSetName = FirstSetName)]
    [ValidateNotNullOrEmpty]
    public string? Checkpoint { get; set; }

    /// <summary><para type="description">AtLeastOnce: a message counts as taken when the pipeline has taken it. Manual: when Save-ImapCheckpoint gets it; with a script's own commit before that, and a look whether that was made where the member InDoubt is true, each message is processed exactly once. Default: AtLeastOnce.</para></summary>
    [Parameter(ParameterSetName = UidSetName)]
    [Parameter(ParameterSetName = FirstSetName)]
    public CheckpointMode CheckpointMode { get; set; }

    /// <summary><para type="description">What to do when the mailbox has another UIDVALIDITY than the checkpoint, or is behind it. Stop: an error, and nothing is read. Resume: the messages that were taken last are looked for by Message-ID and date; what can't be told from new ones comes again. Restart: all messages count as new. Default: Stop.</para></summary>
    [Parameter(ParameterSetName = UidSetName)]
    [Parameter(ParameterSetName = FirstSetName)]
    public UidValidityRule OnUidValidityChange { get; set; }

    /// <summary><para type="description">Gives changed flags and removed messages, too, so that a script can mirror the mailbox: ImapChange objects, first what was removed and what changed, then what came. The checkpoint then also keeps which messages are known, and where the server has no CONDSTORE their flags.</para></summary>
    [Parameter(ParameterSetName = UidSetName)]
    public SwitchParameter Changed { get; set; }

    private void CheckCheckpoint()
    {
        if (Checkpoint is null)
            this.RefuseWithoutCheckpoint(nameof(CheckpointMode), nameof(OnUidValidityChange), nameof(Changed));
        else
            this.RefuseWithCheckpoint(nameof(Uid));
    }

    private void ReadNew()
    {
        var session = ResolveSession();
        // It may have come through the pipeline.
        this.RefuseWithCheckpoint(nameof(Uid));
        var checkpoint = HoldCheckpoint(session, Checkpoint!, CheckpointMode, OnUidValidityChange);
        IReadOnlyList<string> mailboxes = [];
        Run(session, Mailbox, async (_, cancellationToken) => mailboxes = await FindAsync(session, cancellationToken).ConfigureAwait(false));
        foreach (var mailbox in mailboxes)
        {
            Run(session, mailbox, (output, cancellationToken) =>
                _output!.ReadNewAsync(session, mailbox, ParameterSetName == FirstSetName ? First : int.MaxValue, Changed, checkpoint, output, cancellationToken));
        }
    }
}
