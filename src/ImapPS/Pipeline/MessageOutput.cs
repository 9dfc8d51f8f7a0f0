using System.Management.Automation;
using ImapPS.Client;
using ImapPS.Client.Messages;
using ImapPS.Errors;
using ImapPS.Mime;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Pipeline;

/// <summary>Reads messages and writes them into the pipeline as they arrive.</summary>
internal sealed class MessageOutput(bool includeBody)
{
    private const FetchAttributes Attributes = FetchAttributes.Uid | FetchAttributes.Flags | FetchAttributes.InternalDate
        | FetchAttributes.Size | FetchAttributes.Envelope | FetchAttributes.BodyStructure;

    private readonly FetchItems _items = new() { Attributes = Attributes, Sections = includeBody ? [FetchSectionRequest.Whole] : [] };

    /// <summary>Reads those asked for, in their order; what is not there any more is an error each.</summary>
    public async Task ReadAsync(MessageRequest request, PipelineWriter output, CancellationToken cancellationToken)
    {
        var session = request.Session;
        var mailbox = await session.Names.ResolveAsync(request.Mailbox, cancellationToken).ConfigureAwait(false);
        var order = new InputOrder(request);
        uint? validity = request.UidValidity;
        await foreach (var batch in session.Engine.FetchAsync(mailbox, validity, request.ToSet(), _items, Options(request.Count), cancellationToken).ConfigureAwait(false))
        {
            validity ??= batch.UidValidity;
            await WriteAsync(session, mailbox, batch.UidValidity, order.Take(batch.Messages), output, cancellationToken).ConfigureAwait(false);
        }

        await WriteAsync(session, mailbox, validity ?? 0, order.TakeRest(), output, cancellationToken).ConfigureAwait(false);
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
        await foreach (var batch in session.Engine.FetchAllAsync(mailbox, _items, null, cancellationToken).ConfigureAwait(false))
            await WriteAsync(session, mailbox, batch.UidValidity, batch.Messages, output, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the messages that <paramref name="choose"/> takes from those there are.</summary>
    public async Task ReadSomeAsync(ImapSession session, string name, Func<UidSet, UidSet> choose, PipelineWriter output, CancellationToken cancellationToken)
    {
        var mailbox = await session.Names.ResolveAsync(name, cancellationToken).ConfigureAwait(false);
        var there = await Client.Search.SearchOperations.SearchAsync(session.Engine, mailbox, SearchKey.All, cancellationToken).ConfigureAwait(false);
        var chosen = choose(there.Uids);
        await foreach (var batch in session.Engine.FetchAsync(mailbox, there.UidValidity, chosen, _items, Options((int)Math.Min(chosen.Count, int.MaxValue)), cancellationToken).ConfigureAwait(false))
            await WriteAsync(session, mailbox, batch.UidValidity, batch.Messages, output, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Messages of the first window: all, unless they bring bodies, which may be large.</summary>
    private FetchOptions Options(int wanted) =>
        includeBody ? FetchOptions.Default : FetchOptions.Default with { FirstWindow = Math.Max(1, Math.Min(wanted, FetchOptions.Default.MaxWindow)) };

    private async ValueTask WriteAsync(ImapSession session, MailboxName mailbox, uint uidValidity, IReadOnlyList<FetchResponse> messages, PipelineWriter output, CancellationToken cancellationToken)
    {
        if (messages.Count == 0)
            return;
        session.Names.Remember(mailbox);
        if (includeBody)
            await WarnOfMimeAsync(output, cancellationToken).ConfigureAwait(false);
        await output.DoAsync(cmdlet =>
        {
            foreach (var data in messages)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var message = new ImapMessage(session, mailbox.Name, uidValidity, data);
                if (data.Problems.Count > 0)
                    cmdlet.WriteWarning(Strings.Format("UnreadableWarning", SafeText.Clean(mailbox.Name), data.Uid, SafeText.Clean(string.Join("; ", data.Problems))));
                cmdlet.WriteObject(message);
            }
        }, cancellationToken).ConfigureAwait(false);
    }

    private static ValueTask WarnOfMimeAsync(PipelineWriter output, CancellationToken cancellationToken) =>
        MimeEngineLoader.Default.LoadError is { } error && Interlocked.Exchange(ref _warned, 1) == 0
            ? output.WarnAsync(Strings.Format("MimeKitFailedWarning", error.Message), cancellationToken)
            : default;

    private static int _warned;
}
