using System.Collections.Concurrent;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using ImapPS.Client;
using ImapPS.Client.Messages;
using ImapPS.Errors;
using ImapPS.Mime;
using ImapPS.Output;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Pipeline;

/// <summary>Reads messages and writes them into the pipeline as they arrive.</summary>
internal sealed partial class MessageOutput(MessageSelection selection)
{
    private static int _warned;

    private readonly ConcurrentDictionary<KeyValuePair<ImapSession, string>, bool> _told = new();

    /// <summary>Reads those asked for, in their order; what is not there any more is an error each.</summary>
    public async Task ReadAsync(MessageRequest request, PipelineWriter output, CancellationToken cancellationToken)
    {
        var session = request.Session;
        var mailbox = await session.Names.ResolveAsync(request.Mailbox, cancellationToken).ConfigureAwait(false);
        var items = await ItemsAsync(session, output, cancellationToken).ConfigureAwait(false);
        var order = new InputOrder(request);
        var batches = session.Engine.FetchAsync(mailbox, request.UidValidity, request.ToSet(), items, Options(request.Count), cancellationToken);
        var validity = await WriteAsync(session, mailbox, request.UidValidity, InOrderAsync(batches, order, cancellationToken), output, cancellationToken).ConfigureAwait(false);
        foreach (var uid in order.Missing)
        {
            var id = new ImapMessageId(session, mailbox.Name, validity ?? 0, uid);
            await output.ErrorAsync(ErrorFactory.Create(ErrorIds.MessageNotFound, ErrorCategory.ObjectNotFound, id, uid, SafeText.Clean(mailbox.Name)), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads a mailbox from its first message on.</summary>
    public async Task ReadAllAsync(ImapSession session, string name, PipelineWriter output, CancellationToken cancellationToken)
    {
        var mailbox = await session.Names.ResolveAsync(name, cancellationToken).ConfigureAwait(false);
        var items = await ItemsAsync(session, output, cancellationToken).ConfigureAwait(false);
        await WriteAsync(session, mailbox, null, CountedAsync(session, session.Engine.FetchAllAsync(mailbox, items, null, cancellationToken), output), output, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the messages that <paramref name="choose"/> takes from those there are.</summary>
    public async Task ReadSomeAsync(ImapSession session, string name, Func<UidSet, UidSet> choose, PipelineWriter output, CancellationToken cancellationToken)
    {
        var mailbox = await session.Names.ResolveAsync(name, cancellationToken).ConfigureAwait(false);
        var items = await ItemsAsync(session, output, cancellationToken).ConfigureAwait(false);
        var there = await Client.Search.SearchOperations.SearchAsync(session.Engine, mailbox, SearchKey.All, cancellationToken).ConfigureAwait(false);
        // Of a UID that can't be asked for nothing can be read, whatever the server says it has found.
        var chosen = choose(there.Uids.HasStar ? UidSet.FromRanges(there.Uids.Where(static r => r.First != UidRange.Star).Select(static r => new UidRange(r.First, Math.Min(r.Last, UidRange.Star - 1)))) : there.Uids);
        output.Progress?.Expect(chosen.Count);
        var batches = session.Engine.FetchAsync(mailbox, there.UidValidity, chosen, items, Options((int)Math.Min(chosen.Count, int.MaxValue)), cancellationToken);
        await WriteAsync(session, mailbox, there.UidValidity, batches, output, cancellationToken).ConfigureAwait(false);
    }

    private static async IAsyncEnumerable<FetchBatch> InOrderAsync(IAsyncEnumerable<FetchBatch> batches, InputOrder order, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        uint validity = 0;
        await foreach (var batch in batches.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            validity = batch.UidValidity;
            yield return new FetchBatch(validity, order.Take(batch.Messages));
        }

        yield return new FetchBatch(validity, order.TakeRest());
    }

    /// <summary>How many there are is known once the mailbox is open.</summary>
    private static async IAsyncEnumerable<FetchBatch> CountedAsync(ImapSession session, IAsyncEnumerable<FetchBatch> batches, PipelineWriter output)
    {
        var isFirst = true;
        await foreach (var batch in batches.ConfigureAwait(false))
        {
            if (isFirst)
                output.Progress?.Expect(session.Engine.Selected?.Exists ?? 0);
            isFirst = false;
            yield return batch;
        }
    }

    /// <summary>What to ask this server for; what it can't tell is told, once.</summary>
    private async ValueTask<FetchItems> ItemsAsync(ImapSession session, PipelineWriter output, CancellationToken cancellationToken)
    {
        var missing = new List<KeyValuePair<string, string>>();
        var items = selection.ItemsFor(session.Engine.Capabilities, missing);
        foreach (var property in missing)
        {
            if (_told.TryAdd(new(session, property.Key), true))
                await output.WarnAsync(Strings.Format("PropertyNotOfferedWarning", session.Server, property.Value, property.Key), cancellationToken).ConfigureAwait(false);
        }

        return items;
    }

    /// <summary>Messages of the first window: all, unless they bring bodies, which may be large.</summary>
    private FetchOptions Options(int wanted) =>
        selection.IsInOneGo ? FetchOptions.Default : FetchOptions.Default with { FirstWindow = Math.Max(1, Math.Min(wanted, FetchOptions.Default.MaxWindow)) };

    /// <returns>What the UIDs hold under; null if nothing came and nothing was given.</returns>
    private async Task<uint?> WriteAsync(
        ImapSession session,
        MailboxName mailbox,
        uint? validity,
        IAsyncEnumerable<FetchBatch> batches,
        PipelineWriter output,
        CancellationToken cancellationToken,
        Action<Cmdlet, ImapMessage, FetchResponse>? write = null)
    {
        write ??= static (cmdlet, message, _) => cmdlet.WriteObject(message);
        if (selection.Full)
            await WarnOfMimeAsync(output, cancellationToken).ConfigureAwait(false);
        if (selection.HasContents)
        {
            validity ??= (await session.Engine.SelectAsync(mailbox, write: false, cancellationToken).ConfigureAwait(false)).UidValidity;
            session.Names.Remember(mailbox);
            using var job = new MessageContentJob(session, mailbox, validity.Value, selection, message => WriteAsync(session, mailbox, message, write, output, cancellationToken));
            await job.RunAsync(batches, cancellationToken).ConfigureAwait(false);
            return validity;
        }

        await foreach (var batch in batches.ConfigureAwait(false))
        {
            validity ??= batch.UidValidity;
            if (batch.Messages.Count == 0)
                continue;
            session.Names.Remember(mailbox);
            output.Progress?.Report(batch.Messages.Count);
            await output.DoAsync(cmdlet =>
            {
                foreach (var data in batch.Messages)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    Write(cmdlet, Create(session, mailbox, batch.UidValidity, data, null), data, write);
                }
            }, cancellationToken).ConfigureAwait(false);
        }

        return validity;
    }

    private ValueTask WriteAsync(ImapSession session, MailboxName mailbox, PendingMessage pending, Action<Cmdlet, ImapMessage, FetchResponse> write, PipelineWriter output, CancellationToken cancellationToken) =>
        output.DoAsync(cmdlet =>
        {
            output.Progress?.Report(1);
            foreach (var error in pending.Errors)
                cmdlet.WriteError(error);
            if (pending.IsGone)
                return;
            var message = Create(session, mailbox, pending.UidValidity, pending.Data, pending.Contents);
            foreach (var problem in pending.Contents.Problems)
                cmdlet.WriteWarning(Strings.Format("MessageWarning", SafeText.Clean(mailbox.Name), message.Uid, problem));
            Write(cmdlet, message, pending.Data, write);
        }, cancellationToken);

    private ImapMessage Create(ImapSession session, MailboxName mailbox, uint uidValidity, FetchResponse data, MessageContents? contents) => selection.Properties is null
        ? new ImapMessage(session, mailbox.Name, uidValidity, data, contents)
        : new ImapPartialMessage(session, mailbox.Name, uidValidity, data, contents);

    private static void Write(Cmdlet cmdlet, ImapMessage message, FetchResponse data, Action<Cmdlet, ImapMessage, FetchResponse> write)
    {
        if (data.Problems.Count > 0)
            cmdlet.WriteWarning(Strings.Format("UnreadableWarning", SafeText.Clean(message.Mailbox), data.Uid, SafeText.Clean(string.Join("; ", data.Problems))));
        write(cmdlet, message, data);
    }

    private static ValueTask WarnOfMimeAsync(PipelineWriter output, CancellationToken cancellationToken) =>
        MimeEngineLoader.Default.LoadError is { } error && Interlocked.Exchange(ref _warned, 1) == 0
            ? output.WarnAsync(Strings.Format("MimeKitFailedWarning", error.Message), cancellationToken)
            : default;
}
