using System.Management.Automation;
using ImapPS.Client;
using ImapPS.Client.Messages;
using ImapPS.Client.Search;
using ImapPS.Errors;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Pipeline;

/// <summary>Moves the messages of one mailbox and reports what became of each.</summary>
internal sealed class MessageMover(MessageRequest request, string destination, bool createDestination, bool passThru)
{
    private readonly ImapSession _session = request.Session;

    public async Task MoveAsync(PipelineWriter output, CancellationToken cancellationToken)
    {
        var source = await _session.Names.ResolveAsync(request.Mailbox, cancellationToken).ConfigureAwait(false);
        var target = await _session.Names.ResolveDestinationAsync(destination, cancellationToken).ConfigureAwait(false);
        var uids = request.ToSet();
        var validity = request.UidValidity;
        // The server tells which messages it moved if it has UIDPLUS. If not, or if the caller knows less, it is asked before.
        if (validity is null || !_session.Engine.Capabilities.UidPlus || uids[uids.RangeCount - 1].Last == UidRange.Star)
        {
            var there = await _session.Engine.SearchAsync(source, SearchKey.Uid(uids), cancellationToken).ConfigureAwait(false);
            if (validity is null || validity == there.UidValidity)
            {
                await ReportMissingAsync(source, there.UidValidity, there.Uids.Contains, output, cancellationToken).ConfigureAwait(false);
                uids = there.Uids;
            }

            validity ??= there.UidValidity;
        }

        if (uids.IsEmpty)
            return;
        foreach (var result in await _session.Engine.MoveAsync(source, validity.Value, uids, target, createDestination, cancellationToken, output.Progress).ConfigureAwait(false))
            await ReportAsync(result, source, validity.Value, target, output, cancellationToken).ConfigureAwait(false);
    }

    private async Task ReportAsync(MoveResult result, MailboxName source, uint validity, MailboxName target, PipelineWriter output, CancellationToken cancellationToken)
    {
        // After an error nobody knows which were there; it says itself what was done.
        if (result.Error is { } error)
        {
            if (result.Unknown.IsEmpty)
                throw error;
            foreach (var uid in result.Unknown.Uids())
                await output.ErrorAsync(ErrorFactory.From(error, new ImapMessageId(_session, source.Name, validity, uid)), cancellationToken).ConfigureAwait(false);
        }

        if (result.NewUids is { } moved)
        {
            await ReportMissingAsync(source, validity, uid => moved.ContainsKey(uid) || !result.Requested.Contains(uid) || result.Unknown.Contains(uid), output, cancellationToken).ConfigureAwait(false);
            if (passThru)
                await output.DoAsync(cmdlet => PassThru(cmdlet, result, source, validity, target), cancellationToken).ConfigureAwait(false);
        }
        else if (_session.Engine.Capabilities.UidPlus)
        {
            // RFC 4315 section 3: no COPYUID where nothing was copied.
            await ReportMissingAsync(source, validity, uid => !result.Requested.Contains(uid), output, cancellationToken).ConfigureAwait(false);
            return;
        }
        else if (passThru)
        {
            await output.WarnAsync(Strings.Format("NewUidsUnknownWarning", _session.Server, result.Requested.Count), cancellationToken).ConfigureAwait(false);
        }

        if (result.Method == MoveMethod.CopyAndMark)
            await output.WarnAsync(Strings.Format("CopyAndMarkWarning", _session.Server, SafeText.Clean(target.Name), SafeText.Clean(source.Name)), cancellationToken).ConfigureAwait(false);
    }

    private void PassThru(Cmdlet cmdlet, MoveResult result, MailboxName source, uint validity, MailboxName target)
    {
        _session.Names.Remember(source);
        _session.Names.Remember(target);
        foreach (var old in result.Requested.Uids())
        {
            if (result.NewUids!.TryGetValue(old, out var uid))
                cmdlet.WriteObject(new ImapMove(new ImapMessageId(_session, source.Name, validity, old), new ImapMessageId(_session, target.Name, result.DestinationUidValidity, uid)));
        }
    }

    private async Task ReportMissingAsync(MailboxName source, uint validity, Func<uint, bool> isThere, PipelineWriter output, CancellationToken cancellationToken)
    {
        foreach (var uid in request.Uids.Where(u => !isThere(u)).Distinct())
        {
            var id = new ImapMessageId(_session, source.Name, validity, uid);
            await output.ErrorAsync(ErrorFactory.Create(ErrorIds.MessageNotFound, ErrorCategory.ObjectNotFound, id, uid, SafeText.Clean(source.Name)), cancellationToken).ConfigureAwait(false);
        }
    }
}
