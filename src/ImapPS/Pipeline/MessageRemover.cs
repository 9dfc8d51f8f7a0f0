using ImapPS.Client;
using ImapPS.Client.Mailboxes;
using ImapPS.Client.Messages;
using ImapPS.Errors;
using ImapPS.Protocol.Values;

namespace ImapPS.Pipeline;

/// <summary>Removes the messages of one mailbox: into the trash, or for good.</summary>
internal sealed class MessageRemover(bool permanent, bool force, bool passThru)
{
    public async Task RunAsync(MessageRequest request, PipelineWriter output, CancellationToken cancellationToken)
    {
        var session = request.Session;
        var mailbox = await session.Names.ResolveAsync(request.Mailbox, cancellationToken).ConfigureAwait(false);
        var gmail = session.Engine.Capabilities.Has("X-GM-EXT-1");
        var trash = permanent && !gmail ? null : await session.Engine.FindTrashAsync(cancellationToken).ConfigureAwait(false);
        if (!permanent)
        {
            await ToTrashAsync(request, mailbox, trash, output, cancellationToken).ConfigureAwait(false);
            return;
        }

        var targets = await MessageTargets.FindAsync(request, output, cancellationToken).ConfigureAwait(false);
        if (targets.Uids.IsEmpty)
            return;
        // Gmail's mailboxes are labels: EXPUNGE takes the label away, and only in the trash or among the junk the message.
        if (gmail && trash is not null && !trash.Equals(mailbox) && !await IsJunkAsync(session, mailbox, cancellationToken).ConfigureAwait(false))
            await RemoveThroughTrashAsync(targets, trash, output.Progress, cancellationToken).ConfigureAwait(false);
        else
            await RemoveAsync(session, targets.Mailbox, targets.UidValidity, targets.Uids, output.Progress, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task ToTrashAsync(MessageRequest request, MailboxName mailbox, MailboxName? trash, PipelineWriter output, CancellationToken cancellationToken)
    {
        if (trash is null)
            throw new ModuleException(ImapError.NotSupported, ErrorIds.NoTrash, request.Session, null, request.Session.Server);
        if (trash.Equals(mailbox))
            throw new ModuleException(ImapError.InvalidArgument, ErrorIds.AlreadyInTrash, mailbox.Name, null, SafeText.Clean(trash.Name));
        request.Session.Names.Remember(trash);
        await new MessageMover(request, trash.Name, createDestination: false, passThru).MoveAsync(output, cancellationToken).ConfigureAwait(false);
    }

    private async Task RemoveThroughTrashAsync(MessageTargets targets, MailboxName trash, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var session = targets.Request.Session;
        foreach (var moved in await session.Engine.MoveAsync(targets.Mailbox, targets.UidValidity, targets.Uids, trash, cancellationToken).ConfigureAwait(false))
        {
            if (moved.Error is { } error)
                throw error;
            if (moved.NewUids is { Count: > 0 } there)
                await RemoveAsync(session, trash, moved.DestinationUidValidity, UidSet.From(there.Values), progress, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task RemoveAsync(ImapSession session, MailboxName mailbox, uint validity, UidSet uids, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        foreach (var result in await session.Engine.RemoveAsync(mailbox, validity, uids, new RemoveOptions { Force = force }, cancellationToken, progress).ConfigureAwait(false))
        {
            if (result.Error is { } error)
                throw error;
        }
    }

    private static async Task<bool> IsJunkAsync(ImapSession session, MailboxName mailbox, CancellationToken cancellationToken) =>
        (await session.Engine.ListAsync("*", false, null, cancellationToken).ConfigureAwait(false)).Any(m => m.SpecialUse == "Junk" && m.Name.Equals(mailbox));
}
