using System.Collections.Concurrent;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using ImapPS.Client;
using ImapPS.Client.Messages;
using ImapPS.Errors;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Pipeline;

/// <summary>
/// Fetches contents of messages by what their structure tells: those that are wanted and no others, several commands in
/// flight. The messages come out in the order in which they went in.
/// </summary>
/// <param name="session">Where the messages are.</param>
/// <param name="mailbox">In which mailbox.</param>
/// <param name="uidValidity">What their UIDs hold under.</param>
/// <param name="selection">What is wanted of them.</param>
/// <param name="write">Takes each message once its contents are there.</param>
internal sealed class MessageContentJob(ImapSession session, MailboxName mailbox, uint uidValidity, MessageSelection selection, Func<PendingMessage, ValueTask> write) : IDisposable
{
    /// <summary>How much content is asked for in an order of its own, section by section, so that few commands do.</summary>
    private const long ChunkBytes = 4 * 1024 * 1024;

    // A server that took the encoding off would not say what of it was damaged.
    private static readonly ContentOptions Options = ContentOptions.Default with { Binary = false };

    // The requests are made on one thread while the results of earlier ones come in on another.
    private readonly ConcurrentQueue<PendingMessage> _pending = new();
    private readonly SemaphoreSlim _writing = new(1, 1);

    public async Task RunAsync(IAsyncEnumerable<FetchBatch> batches, CancellationToken cancellationToken)
    {
        await foreach (var result in session.Engine.ReadContentsAsync(mailbox, uidValidity, PlanAsync(batches, cancellationToken), Options, cancellationToken).ConfigureAwait(false))
        {
            Take(result);
            await WriteReadyAsync(cancellationToken).ConfigureAwait(false);
        }

        await WriteReadyAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _writing.Dispose();

    private async IAsyncEnumerable<ContentRequest> PlanAsync(IAsyncEnumerable<FetchBatch> batches, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var chunk = new List<ContentRequest>();
        await foreach (var batch in batches.ConfigureAwait(false))
        {
            long bytes = 0;
            foreach (var data in batch.Messages)
            {
                var message = new PendingMessage(data, batch.UidValidity, selection.Parts.Count);
                var requests = Plan(message);
                message.Expect(requests.Count);
                _pending.Enqueue(message);
                chunk.AddRange(requests);
                bytes += requests.Sum(static r => r.Size ?? 0);
                if (bytes < ChunkBytes && !ReferenceEquals(data, batch.Messages[batch.Messages.Count - 1]))
                    continue;
                foreach (var request in chunk.OrderBy(static r => r.Section, StringComparer.Ordinal))
                    yield return request;
                chunk.Clear();
                bytes = 0;
            }

            await WriteReadyAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private List<ContentRequest> Plan(PendingMessage message)
    {
        var requests = new List<ContentRequest>();
        var structure = message.Data.Body;
        for (var i = 0; i < selection.Parts.Count; i++)
        {
            var index = i;
            var section = selection.Parts[i].Section;
            var part = BodyParts.Find(structure, section);
            if (part is null && structure is not null && selection.Parts[i].IsPart)
                message.Errors.Add(ErrorFactory.Create(ErrorIds.PartNotFound, ErrorCategory.ObjectNotFound, Id(message), section, message.Data.Uid, SafeText.Clean(mailbox.Name)));
            else
                Add(requests, message, section, part, part?.Size, (contents, content) => contents.Parts[index] = content);
        }

        if (selection.IsInOneGo)
            return requests;
        if (selection.Full || (selection.IncludeBody && structure is null))
            Add(requests, message, "", null, message.Data.Size, static (contents, content) => contents.Whole = content.Bytes);
        else if (selection.IncludeBody)
            AddTexts(requests, message, structure!);
        return requests;
    }

    private void AddTexts(List<ContentRequest> requests, PendingMessage message, BodyPart structure)
    {
        var plain = BodyParts.FindText(structure, "plain");
        var html = BodyParts.FindText(structure, "html");
        var size = (plain?.Size ?? 0) + (html?.Size ?? 0);
        if (size > selection.ContentLimit)
        {
            Skip(message, size);
            return;
        }

        if (plain is not null)
            Add(requests, message, plain.Section, plain, plain.Size, static (contents, content) => contents.Plain = content);
        if (html is not null)
            Add(requests, message, html.Section, html, html.Size, static (contents, content) => contents.Html = content);
    }

    private void Add(List<ContentRequest> requests, PendingMessage message, string section, BodyPart? part, long? size, Action<Output.MessageContents, PartContent> keep)
    {
        if (size > selection.ContentLimit)
        {
            Skip(message, size.Value);
            return;
        }

        if (part is { Size: 0 })
        {
            // Nothing needs no asking; some servers would answer NIL.
            keep(message.Contents, new PartContent(section, part, [], false));
            return;
        }

        var wanted = new WantedContent(message, section, part, new BoundedStream(selection.ContentLimit), keep);
        requests.Add(new ContentRequest(message.Data.Uid, section, () => wanted.Stream)
        {
            Size = size,
            Encoding = part?.Encoding,
            State = wanted,
        });
    }

    private void Skip(PendingMessage message, long size) => message.Contents.Problems.Add(Strings.Format("ContentSkipped", size, selection.ContentLimit));

    private void Take(ContentResult result)
    {
        var wanted = (WantedContent)result.Request.State!;
        var message = wanted.Message;
        if (result.Error is null)
        {
            var content = new PartContent(wanted.Section, wanted.Part, wanted.Stream.ToArray(), result.IsDamaged);
            message.Contents.Problems.AddRange(content.Problems);
            wanted.Keep(message.Contents, content);
        }
        else if (result.Error.Error != ImapError.MessageNotFound)
        {
            message.Errors.Add(ErrorFactory.From(result.Error, Id(message)));
        }
        else if (!message.IsGone)
        {
            message.IsGone = true;
            message.Errors.Add(ErrorFactory.Create(ErrorIds.MessageNotFound, ErrorCategory.ObjectNotFound, Id(message), message.Data.Uid, SafeText.Clean(mailbox.Name)));
        }

        message.Arrived();
    }

    private async ValueTask WriteReadyAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (_pending.TryPeek(out var message) && message.IsReady)
            {
                _pending.TryDequeue(out _);
                await write(message).ConfigureAwait(false);
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    private ImapMessageId Id(PendingMessage message) => new(session, mailbox.Name, message.UidValidity, message.Data.Uid);
}
