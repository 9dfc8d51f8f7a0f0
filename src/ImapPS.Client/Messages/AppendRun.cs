using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>The APPENDs of one call: what is on its way, oldest first, and what to do with a refusal.</summary>
internal sealed class AppendRun(ImapSession session, MailboxName mailbox, AppendOptions options, AppendRules rules, AppendWitness? witness)
{
    private readonly Queue<AppendGroup> _underWay = new();
    private long _bytes;
    private bool _created;

    public bool IsEmpty => _underWay.Count == 0;

    public bool IsFull => _underWay.Count > 1 && (_bytes > options.WindowBytes || _underWay.Count > options.WindowCommands);

    public void Start(AppendGroup group)
    {
        try
        {
            if (group.Refusal is null)
                Enqueue(group);
        }
        catch (ImapException e)
        {
            // The connection has ended: it is made again when the turn comes to this message, or the message hears of it.
            // Those before it keep their results.
            group.Loss = e;
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
        group.Command = session.Connection.Enqueue(new AppendCommand(mailbox, group.Items.Select(rules.Entry).ToArray()));

    private async Task<IReadOnlyList<AppendResult>> FinishAsync(AppendGroup group, CancellationToken cancellationToken)
    {
        try
        {
            var response = await AnswerAsync(group).ConfigureAwait(false);
            return response is null ? await RecoverAsync(group, cancellationToken).ConfigureAwait(false) : await JudgeAsync(group, response, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return [];
        }
    }

    /// <summary>The server's answer; null if the connection was lost, and <see cref="AppendGroup.Loss"/> says how.</summary>
    private static async Task<StatusResponse?> AnswerAsync(AppendGroup group)
    {
        if (group.Loss is not null)
            return null;
        try
        {
            return await group.Command!.Completion.ConfigureAwait(false);
        }
        catch (ImapException e)
        {
            group.Loss = e;
            return null;
        }
    }

    private async Task<IReadOnlyList<AppendResult>> JudgeAsync(AppendGroup group, StatusResponse response, CancellationToken cancellationToken)
    {
        if (response.Status == StatusKind.Ok)
            return Account(group.Added(response));
        // A refusal is an answer: nothing was added, so that trying once more adds nothing twice.
        if (rules.IsRefusalOfUtf8(response, ((AppendCommand)group.Command!.Command).Messages) && !cancellationToken.IsCancellationRequested)
            return await AgainAsync(group, cancellationToken).ConfigureAwait(false);
        if (options.CreateMailbox && !group.FoundNoMailbox && response is { Status: StatusKind.No, Code.Name: "TRYCREATE" } && !cancellationToken.IsCancellationRequested)
        {
            group.FoundNoMailbox = true;
            if (!_created)
            {
                await DestinationCreating.CreateAsync(session, mailbox, cancellationToken).ConfigureAwait(false);
                _created = true;
                if (witness is not null)
                    await witness.NoteAsync(cancellationToken).ConfigureAwait(false);
            }

            return await AgainAsync(group, cancellationToken).ConfigureAwait(false);
        }

        var error = ServerAnswer.ToException(response, group.Command!.Command, mailbox);
        group.Repeats ??= new Repeats(session);
        if (await group.Repeats.TryPrepareAsync(error, cancellationToken).ConfigureAwait(false))
            return await AgainAsync(group, cancellationToken).ConfigureAwait(false);
        if (session.IsAskedToPause(error) || group.Items.Count == 1 || response.Code is { Name: "TRYCREATE" or "NONEXISTENT" or "NOPERM" } || cancellationToken.IsCancellationRequested)
            return group.Failed(error);
        // All or none (RFC 3502): one of them was the reason, and each alone shows which.
        var results = new List<AppendResult>();
        foreach (var item in group.Items)
            results.AddRange(await AgainAsync(new AppendGroup([item]), cancellationToken).ConfigureAwait(false));
        return results;
    }

    private async Task<IReadOnlyList<AppendResult>> AgainAsync(AppendGroup group, CancellationToken cancellationToken)
    {
        group.Loss = null;
        try
        {
            await session.OpenForAppendAsync(mailbox, cancellationToken).ConfigureAwait(false);
            Enqueue(group);
        }
        catch (ImapException e)
        {
            group.Loss = e;
            group.Command = null;
        }

        return await FinishAsync(group, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What was not sent is sent on a new connection; of what was sent it is looked up whether it is there.</summary>
    private async Task<IReadOnlyList<AppendResult>> RecoverAsync(AppendGroup group, CancellationToken cancellationToken)
    {
        var loss = group.Loss!;
        var sent = group.Command is { Sent: true };
        var error = sent ? ServerAnswer.Unknown(group.Command!.Command, loss) : loss;
        group.Repeats ??= new Repeats(session);
        if (witness is null || !await group.Repeats.TryPrepareAsync(loss, cancellationToken).ConfigureAwait(false))
            return group.Failed(error);
        IReadOnlyList<(AppendFinding Finding, uint Uid)> findings;
        try
        {
            await session.ConnectedAsync(cancellationToken).ConfigureAwait(false);
            if (!sent)
                return cancellationToken.IsCancellationRequested ? [] : await AgainAsync(group, cancellationToken).ConfigureAwait(false);
            findings = await witness.LookUpAsync(group.Items, loss, group.Command!.SentWholly, cancellationToken).ConfigureAwait(false);
        }
        catch (ImapException e)
        {
            return group.Failed(sent ? error : e);
        }

        if (findings.All(static f => f.Finding == AppendFinding.NotAdded))
            return cancellationToken.IsCancellationRequested ? group.Failed(loss) : await AgainAsync(group, cancellationToken).ConfigureAwait(false);
        var results = new List<AppendResult>();
        for (var i = 0; i < findings.Count; i++)
        {
            var item = group.Items[i];
            results.Add(findings[i].Finding switch
            {
                AppendFinding.Added => new AppendResult(item) { UidValidity = witness.UidValidity, Uid = findings[i].Uid },
                AppendFinding.NotAdded => new AppendResult(item) { Error = loss },
                _ => new AppendResult(item) { Error = error },
            });
        }

        return Account(results);
    }

    private IReadOnlyList<AppendResult> Account(IReadOnlyList<AppendResult> results)
    {
        foreach (var result in results)
            witness?.Account(result);
        return results;
    }
}
