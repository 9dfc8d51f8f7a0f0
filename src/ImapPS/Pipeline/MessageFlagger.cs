using System.Management.Automation;
using ImapPS.Client;
using ImapPS.Client.Messages;
using ImapPS.Errors;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Pipeline;

/// <summary>Changes the flags and labels of the messages of one mailbox and reports what became of each.</summary>
internal sealed class MessageFlagger(IReadOnlyList<StoreRequest> changes, IReadOnlyList<LabelRequest> labels, bool passThru)
{
    public async Task RunAsync(MessageRequest request, PipelineWriter output, CancellationToken cancellationToken)
    {
        var targets = await MessageTargets.FindAsync(request, output, cancellationToken).ConfigureAwait(false);
        var uids = targets.Uids;
        var conflicts = new Dictionary<uint, FetchResponse?>();
        ImapException? failure = null;
        foreach (var change in changes)
        {
            if (uids.IsEmpty || failure is not null)
                break;
            foreach (var result in await request.Session.Engine.StoreAsync(targets.Mailbox, targets.UidValidity, uids, change, cancellationToken, output.Progress).ConfigureAwait(false))
            {
                failure ??= result.Error;
                foreach (var uid in result.Conflicts.Uids())
                    conflicts[uid] = result.Current.TryGetValue(uid, out var current) ? current : null;
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (conflicts.Count > 0)
                uids = UidSet.From(uids.Uids().Where(u => !conflicts.ContainsKey(u)));
        }

        await ReportAsync(targets, conflicts, output, cancellationToken).ConfigureAwait(false);
        if (failure is not null)
            throw failure;
        foreach (var change in labels)
        {
            if (uids.IsEmpty)
                break;
            var results = await request.Session.Engine.StoreLabelsAsync(targets.Mailbox, targets.UidValidity, uids, change, cancellationToken, output.Progress).ConfigureAwait(false);
            if (results.FirstOrDefault(static r => r.Error is not null)?.Error is { } error)
                throw error;
            cancellationToken.ThrowIfCancellationRequested();
        }

        if (!passThru)
            return;
        request.Session.Names.Remember(targets.Mailbox);
        foreach (var uid in targets.InOrder().Where(u => !conflicts.ContainsKey(u)))
            await output.WriteAsync(targets.Id(uid), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Each message that was changed meanwhile, as it is now: its error's target has its flags and its modification sequence.</summary>
    private static async Task ReportAsync(MessageTargets targets, Dictionary<uint, FetchResponse?> conflicts, PipelineWriter output, CancellationToken cancellationToken)
    {
        foreach (var uid in targets.InOrder().Where(conflicts.ContainsKey))
        {
            object target = conflicts[uid] is { } current ? new ImapPartialMessage(targets.Request.Session, targets.Mailbox.Name, targets.UidValidity, current, null) : targets.Id(uid);
            await output.ErrorAsync(ErrorFactory.Create(ErrorIds.MessageChanged, ErrorCategory.InvalidResult, target, uid, SafeText.Clean(targets.Mailbox.Name)), cancellationToken).ConfigureAwait(false);
        }
    }
}
