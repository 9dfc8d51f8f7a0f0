using System.Management.Automation;
using ImapPS.Client;
using ImapPS.Client.Files;
using ImapPS.Client.Messages;
using ImapPS.Errors;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Pipeline;

/// <summary>Saves messages, or parts of them, of one mailbox: what names them is read in windows, and their contents follow as it comes.</summary>
internal abstract class SaveJob(MessageRequest request, SaveFolder folder, NameTemplate template, ConflictRule rule, bool passThru)
{
    /// <summary>Files that are on their way to the disk while the next ones come in.</summary>
    private const int MaxFlushing = 16;

    private readonly HashSet<PendingFile> _pending = [];
    private readonly Queue<(ContentResult Result, Task Flushed)> _flushing = new();

    /// <summary>What is needed of each message to name and choose its files.</summary>
    protected abstract FetchAttributes Attributes { get; }

    protected SaveFolder Folder { get; } = folder;

    protected NameTemplate Template { get; } = template;

    /// <summary>Saves; the order is that of the request. A file that fails is an error of its own, a full disk ends the work.</summary>
    public async Task SaveAsync(PipelineWriter output, CancellationToken cancellationToken)
    {
        var session = request.Session;
        var mailbox = await session.Names.ResolveAsync(request.Mailbox, cancellationToken).ConfigureAwait(false);
        var selected = await session.Engine.SelectAsync(mailbox, write: false, cancellationToken).ConfigureAwait(false);
        var validity = request.UidValidity ?? selected.UidValidity;
        session.Names.Remember(mailbox);
        try
        {
            var requests = PlanAsync(mailbox, validity, output, cancellationToken);
            await foreach (var result in session.Engine.ReadContentsAsync(mailbox, validity, requests, null, cancellationToken).ConfigureAwait(false))
            {
                _flushing.Enqueue((result, result.Error is null ? ((SaveItem)result.Request.State!).File.FlushAsync() : Task.CompletedTask));
                while (_flushing.Count > MaxFlushing || (_flushing.Count > 0 && _flushing.Peek().Flushed.IsCompleted))
                    await FinishFirstAsync(output, cancellationToken).ConfigureAwait(false);
            }

            while (_flushing.Count > 0)
                await FinishFirstAsync(output, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // The first failure is told by whoever waits for it; what follows on it is not.
            await Task.WhenAll(_flushing.Select(static f => f.Flushed)).ContinueWith(static t => t.Exception, TaskScheduler.Default).ConfigureAwait(false);
            // Whatever ended the work, nothing half done is left.
            foreach (var file in _pending)
                file.Dispose();
        }
    }

    /// <summary>The files that one message gives: the part, the name, the size and the encoding of each.</summary>
    protected abstract IEnumerable<SavePlan> Plan(ImapMessage message);

    private async IAsyncEnumerable<ContentRequest> PlanAsync(MailboxName mailbox, uint validity, PipelineWriter output, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var session = request.Session;
        var order = new InputOrder(request);
        var items = new FetchItems { Attributes = Attributes };
        await foreach (var batch in session.Engine.FetchAsync(mailbox, validity, request.ToSet(), items, null, cancellationToken).ConfigureAwait(false))
        {
            foreach (var data in order.Take(batch.Messages))
            {
                foreach (var one in await PlanAsync(mailbox, validity, data, output, cancellationToken).ConfigureAwait(false))
                    yield return one;
            }
        }

        foreach (var data in order.TakeRest())
        {
            foreach (var one in await PlanAsync(mailbox, validity, data, output, cancellationToken).ConfigureAwait(false))
                yield return one;
        }

        foreach (var uid in order.Missing)
        {
            var id = new ImapMessageId(session, mailbox.Name, validity, uid);
            await output.ErrorAsync(ErrorFactory.Create(ErrorIds.MessageNotFound, ErrorCategory.ObjectNotFound, id, uid, SafeText.Clean(mailbox.Name)), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<List<ContentRequest>> PlanAsync(MailboxName mailbox, uint validity, FetchResponse data, PipelineWriter output, CancellationToken cancellationToken)
    {
        var message = new ImapMessage(request.Session, mailbox.Name, validity, data);
        var set = new SaveSet(message);
        var requests = new List<ContentRequest>();
        foreach (var plan in Plan(message))
        {
            try
            {
                if (Folder.Begin(plan.Name, rule) is not { } file)
                {
                    set.Miss();
                    await output.VerboseAsync(Strings.Format("FileSkipped", plan.Name), cancellationToken).ConfigureAwait(false);
                    continue;
                }

                _pending.Add(file);
                set.Begin();
                requests.Add(new ContentRequest(message.Uid, plan.Section, file.Open) { Size = plan.Size, Encoding = plan.Encoding, State = new SaveItem(set, file) });
            }
            catch (ImapException e)
            {
                set.Miss();
                await output.ErrorAsync(ErrorFactory.From(e, message), cancellationToken).ConfigureAwait(false);
            }
        }

        return requests;
    }

    private async Task FinishFirstAsync(PipelineWriter output, CancellationToken cancellationToken)
    {
        var (result, flushed) = _flushing.Peek();
        // It counts as under way until it is over, whatever becomes of the work.
        await Task.WhenAny(flushed).ConfigureAwait(false);
        _flushing.Dequeue();
        output.Progress?.Report(1);
        await FinishAsync(result, flushed, output, cancellationToken).ConfigureAwait(false);
    }

    private async Task FinishAsync(ContentResult result, Task flushed, PipelineWriter output, CancellationToken cancellationToken)
    {
        var (set, file) = (SaveItem)result.Request.State!;
        var message = set.Message;
        FileInfo? saved = null;
        try
        {
            if (result.Error is { } error)
                throw error;
            await flushed.ConfigureAwait(false);
            saved = file.Commit(message.InternalDate);
            if (saved is null)
                await output.VerboseAsync(Strings.Format("FileSkipped", file.Name), cancellationToken).ConfigureAwait(false);
            else if (result.IsDamaged)
                await output.WarnAsync(Strings.Format("DamagedWarning", saved.Name, SafeText.Clean(message.Mailbox), message.Uid), cancellationToken).ConfigureAwait(false);
        }
        catch (ImapException e) when (e.Error is not (ImapError.DiskFull or ImapError.FileAccessDenied) && !ErrorFactory.EndsSession(e))
        {
            await output.ErrorAsync(ErrorFactory.From(e, message), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            file.Dispose();
            _pending.Remove(file);
        }

        foreach (var complete in set.End(saved))
        {
            if (passThru)
                await output.WriteAsync(Describe(complete, message), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The file, with what the other cmdlets need to know the message by.</summary>
    private static PSObject Describe(FileInfo file, ImapMessage message)
    {
        var result = new PSObject(file);
        result.Properties.Add(new PSNoteProperty("Message", message));
        result.Properties.Add(new PSNoteProperty(nameof(message.Session), message.Session));
        result.Properties.Add(new PSNoteProperty(nameof(message.Mailbox), message.Mailbox));
        result.Properties.Add(new PSNoteProperty(nameof(message.UidValidity), message.UidValidity));
        result.Properties.Add(new PSNoteProperty(nameof(message.Uid), message.Uid));
        return result;
    }
}
