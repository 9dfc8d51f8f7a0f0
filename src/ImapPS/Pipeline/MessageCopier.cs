using ImapPS.Client;
using ImapPS.Client.Messages;
using ImapPS.Errors;
using ImapPS.Protocol.Values;

namespace ImapPS.Pipeline;

/// <summary>Copies the messages of one mailbox and reports what became of each.</summary>
internal sealed class MessageCopier(string destination, bool createDestination, bool passThru)
{
    public async Task RunAsync(MessageRequest request, PipelineWriter output, CancellationToken cancellationToken)
    {
        var session = request.Session;
        var target = await session.Names.ResolveDestinationAsync(destination, cancellationToken).ConfigureAwait(false);
        var targets = await MessageTargets.FindAsync(request, output, cancellationToken).ConfigureAwait(false);
        if (targets.Uids.IsEmpty)
            return;
        var copies = new Dictionary<uint, ImapMessageId>();
        foreach (var result in await session.Engine.CopyAsync(targets.Mailbox, targets.UidValidity, targets.Uids, target, createDestination, cancellationToken, output.Progress).ConfigureAwait(false))
        {
            if (result.Error is { } error)
            {
                if (result.Unknown.IsEmpty)
                    throw error;
                foreach (var uid in result.Unknown.Uids())
                    await output.ErrorAsync(ErrorFactory.From(error, targets.Id(uid)), cancellationToken).ConfigureAwait(false);
            }

            if (result.NewUids is { } told)
            {
                foreach (var pair in told)
                    copies[pair.Key] = new ImapMessageId(session, target.Name, result.DestinationUidValidity, pair.Value);
            }
            else if (passThru && !session.Engine.Capabilities.UidPlus)
            {
                await output.WarnAsync(Strings.Format("NewUidsUnknownWarning", session.Server, result.Requested.Count), cancellationToken).ConfigureAwait(false);
            }
        }

        if (!passThru)
            return;
        session.Names.Remember(targets.Mailbox);
        session.Names.Remember(target);
        foreach (var uid in targets.InOrder())
        {
            if (copies.TryGetValue(uid, out var copy))
                await output.WriteAsync(new ImapCopy(targets.Id(uid), copy), cancellationToken).ConfigureAwait(false);
        }
    }
}
