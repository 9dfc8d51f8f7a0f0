using System.Management.Automation;
using System.Runtime.CompilerServices;
using ImapPS.Client;
using ImapPS.Client.Changes;
using ImapPS.Client.Checkpoints;
using ImapPS.Client.Messages;
using ImapPS.Errors;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Pipeline;

/// <content>What is new since a checkpoint.</content>
internal sealed partial class MessageOutput
{
    /// <summary>Messages that are handed out after one write of a checkpoint.</summary>
    private const int MarkedTogether = 1000;

    /// <summary>Reads what is new since a checkpoint.</summary>
    /// <param name="session">Where.</param>
    /// <param name="name">Which mailbox.</param>
    /// <param name="most">No more than so many messages.</param>
    /// <param name="changed">Whether changed flags and removed messages come, too; all as <see cref="ImapChange"/>.</param>
    /// <param name="use">The checkpoint.</param>
    /// <param name="output">Gets what there is, and an error for each message that is there but can't be read.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task ReadNewAsync(ImapSession session, string name, int most, bool changed, CheckpointUse use, PipelineWriter output, CancellationToken cancellationToken)
    {
        var mailbox = await session.Names.ResolveAsync(name, cancellationToken).ConfigureAwait(false);
        var items = await ItemsAsync(session, output, cancellationToken).ConfigureAwait(false);
        var run = await use.BeginAsync(session, mailbox, changed, cancellationToken).ConfigureAwait(false);
        session.Names.Remember(mailbox);
        if (changed)
        {
            items = items with { Attributes = items.Attributes | FetchAttributes.Flags | (session.Engine.Capabilities.CondStore ? FetchAttributes.ModSeq : 0) };
            await WriteChangesAsync(session, mailbox, use, run, output, cancellationToken).ConfigureAwait(false);
        }

        var chosen = run.New.Count > most ? UidSet.From(run.New.Uids().Take(most)) : run.New;
        run.Plan(chosen.Uids());
        output.Progress?.Expect(chosen.Count);
        var batches = MarkAsync(session.Engine.FetchAsync(mailbox, run.UidValidity, chosen, items, Options((int)Math.Min(chosen.Count, int.MaxValue)), cancellationToken), run, cancellationToken);
        await WriteAsync(session, mailbox, run.UidValidity, batches, output, cancellationToken, (cmdlet, message, data) =>
        {
            var value = changed ? new ImapChange(session, new MailboxChange(MailboxChangeKind.New, mailbox, run.UidValidity, data.Uid) { Message = data }, message) : (object)message;
            use.Write(cmdlet, run, value, MailboxChangeKind.New, data.Uid, data.ModSeq, data.Flags);
        }).ConfigureAwait(false);
        await output.DoAndWaitAsync(static _ => { }, cancellationToken).ConfigureAwait(false);
        foreach (var uid in (await run.FinishAsync(ReferenceEquals(chosen, run.New), cancellationToken).ConfigureAwait(false)).Uids())
        {
            var id = new ImapMessageId(session, mailbox.Name, run.UidValidity, uid);
            await output.ErrorAsync(ErrorFactory.Create(ErrorIds.MessageNotRead, ErrorCategory.InvalidData, id, uid, SafeText.Clean(mailbox.Name)), cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task WriteChangesAsync(ImapSession session, MailboxName mailbox, CheckpointUse use, CheckpointRun run, PipelineWriter output, CancellationToken cancellationToken)
    {
        if (run.IsRenumbered)
        {
            var change = new ImapChange(session, new MailboxChange(MailboxChangeKind.MailboxChanged, mailbox, run.UidValidity, 0), null);
            await output.DoAndWaitAsync(cmdlet => use.Write(cmdlet, run, change, MailboxChangeKind.MailboxChanged, 0, null, null), cancellationToken).ConfigureAwait(false);
        }

        foreach (var change in await run.FindChangesAsync(cancellationToken).ConfigureAwait(false))
        {
            var value = new ImapChange(session, change, null);
            await output.DoAsync(cmdlet => use.Write(cmdlet, run, value, change.Kind, change.Uid, change.Message?.ModSeq, change.Message?.Flags), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The file says that they are in doubt before the pipeline gets them.</summary>
    private static async IAsyncEnumerable<FetchBatch> MarkAsync(IAsyncEnumerable<FetchBatch> batches, CheckpointRun run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var batch in batches.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            for (var done = 0; done < batch.Messages.Count; done += MarkedTogether)
            {
                var some = batch.Messages.Skip(done).Take(MarkedTogether).ToArray();
                run.Mark(some.Max(static m => m.Uid));
                yield return new FetchBatch(batch.UidValidity, some);
            }
        }
    }
}
