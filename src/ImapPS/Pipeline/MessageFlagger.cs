using System.Management.Automation;
using ImapPS.Client;
using ImapPS.Client.Messages;
using ImapPS.Errors;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Pipeline;

/// <summary>Changes the flags and labels of the messages of one mailbox and reports what became of each.</summary>
internal sealed class MessageFlagger(IReadOnlyList<StoreRequest> changes, IReadOnlyList<LabelRequest> labels, bool passThru)
{
    public async Task RunAsync(MessageRequest request, PipelineWriter output, CancellationToken cancellationToken)
    {
        var targets = await MessageTargets.FindAsync(request, output, cancellationToken).ConfigureAwait(false);
        var uids = targets.Uids;
        var conflicts = new HashSet<uint>();
        foreach (var change in changes)
        {
            if (uids.IsEmpty)
                break;
            foreach (var result in Succeeded(await request.Session.Engine.StoreAsync(targets.Mailbox, targets.UidValidity, uids, change, cancellationToken, output.Progress).ConfigureAwait(false)))
                conflicts.UnionWith(result.Conflicts.Uids());
            cancellationToken.ThrowIfCancellationRequested();
            if (conflicts.Count > 0)
                uids = UidSet.From(uids.Uids().Where(u => !conflicts.Contains(u)));
        }

        foreach (var change in labels)
        {
            if (uids.IsEmpty)
                break;
            Succeeded(await request.Session.Engine.StoreLabelsAsync(targets.Mailbox, targets.UidValidity, uids, change, cancellationToken, output.Progress).ConfigureAwait(false));
            cancellationToken.ThrowIfCancellationRequested();
        }

        foreach (var uid in targets.InOrder().Where(conflicts.Contains))
            await output.ErrorAsync(ErrorFactory.Create(ErrorIds.MessageChanged, ErrorCategory.InvalidResult, targets.Id(uid), uid, SafeText.Clean(targets.Mailbox.Name)), cancellationToken).ConfigureAwait(false);
        if (!passThru)
            return;
        request.Session.Names.Remember(targets.Mailbox);
        foreach (var uid in targets.InOrder().Where(u => !conflicts.Contains(u)))
            await output.WriteAsync(targets.Id(uid), cancellationToken).ConfigureAwait(false);
    }

    private static IReadOnlyList<StoreResult> Succeeded(IReadOnlyList<StoreResult> results) =>
        results.FirstOrDefault(static r => r.Error is not null)?.Error is { } error ? throw error : results;
}
