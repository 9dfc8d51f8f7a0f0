using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>The APPENDs of one call: what is on its way, oldest first, and what to do with a refusal.</summary>
internal sealed class AppendRun(ImapSession session, MailboxName mailbox, AppendOptions options, ulong? limit)
{
    private readonly Queue<AppendGroup> _underWay = new();
    private long _bytes;
    private bool _created;

    public bool IsEmpty => _underWay.Count == 0;

    public bool IsFull => _underWay.Count > 1 && (_bytes > options.WindowBytes || _underWay.Count > options.WindowCommands);

    /// <summary>Why the message can't be sent at all; null if it can.</summary>
    public ImapException? Refuse(AppendItem item)
    {
        var source = item.Source;
        if (limit is { } most && (ulong)source.Length > most)
        {
            return new ImapException(ImapError.NotSupported, $"{SafeText.Clean(source.Name)} has {source.Length} bytes; {session.Server} takes at most {most} (APPENDLIMIT). It was not sent.");
        }

        // APPEND of nothing is how MULTIAPPEND is called off (RFC 3502 section 6.3.11).
        if (source.Length == 0)
            return new ImapException(ImapError.InvalidArgument, $"{SafeText.Clean(source.Name)} is empty. It was not sent.");
        if (source.HasNul && !session.Capabilities.BinaryAppend)
        {
            return new ImapException(ImapError.NotSupported, $"{SafeText.Clean(source.Name)} holds NUL bytes, which {session.Server} can't take (BINARY). It was not sent.");
        }

        return null;
    }

    public void Start(AppendGroup group)
    {
        try
        {
            if (group.Refusal is null)
                Enqueue(group);
        }
        catch (ImapException e)
        {
            // The connection has ended: each message that was not sent hears so, and those before it keep their results.
            group.Refusal = e;
        }

        _bytes += group.Bytes;
        _underWay.Enqueue(group);
    }

    /// <summary>The results of the oldest command.</summary>
    public async Task<IReadOnlyList<AppendResult>> FinishOldestAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            TakeBack();
        var group = _underWay.Peek();
        var results = group.Refusal is { } refusal ? group.Failed(refusal) : await FinishAsync(group, cancellationToken).ConfigureAwait(false);
        _underWay.Dequeue();
        _bytes -= group.Bytes;
        return results;
    }

    /// <summary>The caller has gone: nothing new goes out, and the sources may be disposed when this returns.</summary>
    public async Task EndAsync()
    {
        TakeBack();
        while (_underWay.Count > 0)
        {
            if (_underWay.Dequeue().Command is { } command)
                await Task.WhenAny(command.Completion).ConfigureAwait(false);
        }
    }

    private void TakeBack() =>
        session.Connection.Abandon(_underWay.Where(static g => g.Command is { Sent: false }).Select(static g => g.Command!).ToArray(), default);

    private void Enqueue(AppendGroup group) =>
        group.Command = session.Connection.Enqueue(new AppendCommand(mailbox, group.Items.Select(i => new AppendEntry(i.Source, i.Flags, i.InternalDate) { Form = FormOf(i.Source) }).ToArray()));

    private AppendForm FormOf(AppendSource source) =>
        source.HasEightBitHeader && session.Connection.Utf8 && session.Capabilities.Has("UTF8=ACCEPT") ? AppendForm.Utf8
        : source.HasNul ? AppendForm.Literal8
        : AppendForm.Literal;

    private async Task<IReadOnlyList<AppendResult>> FinishAsync(AppendGroup group, CancellationToken cancellationToken)
    {
        var command = group.Command!;
        StatusResponse response;
        try
        {
            response = await command.Completion.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return [];
        }
        catch (ImapException e)
        {
            return group.Failed(command.Sent ? WriteStep.Unknown(command.Command, e) : e);
        }

        if (response.Status == StatusKind.Ok)
            return group.Added(response);
        // A refusal is an answer: nothing was added, so that trying once more adds nothing twice.
        if (options.CreateMailbox && response is { Status: StatusKind.No, Code.Name: "TRYCREATE" } && !cancellationToken.IsCancellationRequested)
        {
            if (!_created)
                await DestinationCreating.CreateAsync(session, mailbox, cancellationToken).ConfigureAwait(false);
            _created = true;
            return await AgainAsync(group).ConfigureAwait(false);
        }

        if (group.Items.Count == 1 || response.Code is { Name: "TRYCREATE" or "NONEXISTENT" or "NOPERM" } || cancellationToken.IsCancellationRequested)
            return group.Failed(ServerAnswer.ToException(response, command.Command, mailbox));
        // All or none (RFC 3502): one of them was the reason, and each alone shows which.
        var results = new List<AppendResult>();
        foreach (var item in group.Items)
            results.AddRange(await AgainAsync(new AppendGroup([item])).ConfigureAwait(false));
        return results;
    }

    private async Task<IReadOnlyList<AppendResult>> AgainAsync(AppendGroup group)
    {
        try
        {
            Enqueue(group);
        }
        catch (ImapException e)
        {
            return group.Failed(e);
        }

        var command = group.Command!;
        try
        {
            var response = await command.Completion.ConfigureAwait(false);
            return response.Status == StatusKind.Ok ? group.Added(response) : group.Failed(ServerAnswer.ToException(response, command.Command, mailbox));
        }
        catch (ImapException e)
        {
            return group.Failed(command.Sent ? WriteStep.Unknown(command.Command, e) : e);
        }
    }
}
