using System.Management.Automation;
using ImapPS.Client;
using ImapPS.Client.Changes;
using ImapPS.Client.Checkpoints;
using ImapPS.Protocol.Values;

namespace ImapPS.Pipeline;

/// <summary>A checkpoint in a cmdlet's use: it moves with what the pipeline takes.</summary>
internal sealed class CheckpointUse(Checkpoint checkpoint, CheckpointMode mode, UidValidityRule rule) : IDisposable
{
    private static readonly string[] Members = ["Checkpoint", "InDoubt"];

    public Checkpoint Checkpoint => checkpoint;

    public UidValidityRule Rule => rule;

    public Task<CheckpointRun> BeginAsync(ImapSession session, MailboxName mailbox, bool followChanges, CancellationToken cancellationToken) =>
        checkpoint.BeginAsync(session.Engine, mailbox, rule, followChanges, fromNow: false, cancellationToken);

    /// <summary>
    /// Writes something into the pipeline, with the checkpoint that it comes from, so that cmdlets of this module act on it at
    /// once. When that has returned it is taken, or else is for Save-ImapCheckpoint to save.
    /// </summary>
    public void Write(Cmdlet cmdlet, CheckpointRun run, object value, MailboxChangeKind kind, uint uid, ulong? modSeq, MessageFlags? flags)
    {
        run.HandOut(uid);
        var record = PSObject.AsPSObject(value);
        record.Properties.Add(new PSNoteProperty(Members[0], run.FilePath));
        record.Properties.Add(new PSNoteProperty(Members[1], run.WereInDoubt.Contains(uid)));
        try
        {
            LiveInput.Write(cmdlet, record);
        }
        catch (PipelineStoppedException) when (DownstreamEnd.IsSatisfied(cmdlet))
        {
            Take();
            throw;
        }

        Take();

        void Take()
        {
            if (mode == CheckpointMode.AtLeastOnce)
                run.Take(kind, uid, modSeq, flags);
        }
    }

    /// <summary>Lets go of the file after an orderly end.</summary>
    /// <exception cref="ImapException">It can't be written.</exception>
    public void Close() => checkpoint.Dispose();

    /// <summary>Lets go of the file, whatever ended the pipeline.</summary>
    public void Dispose()
    {
        try
        {
            checkpoint.Dispose();
        }
        catch (ImapException)
        {
            // What ended the pipeline is the error that counts. What was taken since the last write comes again.
        }
    }
}
