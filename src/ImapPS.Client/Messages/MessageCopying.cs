using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>Copies messages between mailboxes.</summary>
public static class MessageCopying
{
    /// <summary>Copies messages; one result a command, in order. After a failure nothing more is sent (RFC 9051 section 6.4.7).</summary>
    /// <param name="session">Logged in.</param>
    /// <param name="mailbox">Where the messages are.</param>
    /// <param name="uidValidity">What their UIDs were found under; it is checked before anything is written.</param>
    /// <param name="uids">Which; no "*".</param>
    /// <param name="destination">Where the copies go; it may be the same mailbox.</param>
    /// <param name="createDestination">Makes the destination if the server says that this would help (TRYCREATE).</param>
    /// <param name="cancellationToken">Looked at between commands: one that was sent is waited for.</param>
    /// <param name="progress">Told, after each command that succeeded, how many messages it named.</param>
    /// <exception cref="ImapException">UidValidityChanged, MailboxNotFound (source), InvalidArgument: nothing was done. Later failures are in the results.</exception>
    public static async Task<IReadOnlyList<CopyResult>> CopyAsync(
        this ImapSession session,
        MailboxName mailbox,
        uint uidValidity,
        UidSet uids,
        MailboxName destination,
        bool createDestination,
        CancellationToken cancellationToken,
        IProgress<long>? progress = null)
    {
        WriteStep.CheckNamed(uids, "copy");
        var results = new List<CopyResult>();
        foreach (var part in uids.Split(CommandLimits.MaxUidSetLength))
        {
            if (results.Count > 0 && (results[results.Count - 1].Error is not null || cancellationToken.IsCancellationRequested))
                break;
            var step = new WriteStep(session, mailbox, uidValidity, part) { ReadOnlyWillDo = true, Begun = results.Count > 0 };
            var result = await CopyPartAsync(step, destination, cancellationToken).ConfigureAwait(false);
            if (createDestination && result.Error?.ResponseCode == "TRYCREATE")
            {
                // The server has refused and says why: nothing was copied, so this is no blind repetition.
                await DestinationCreating.CreateAsync(session, destination, cancellationToken).ConfigureAwait(false);
                result = await CopyPartAsync(step, destination, cancellationToken).ConfigureAwait(false);
            }

            results.Add(result);
            if (result.Error is null)
                progress?.Report(part.Count);
        }

        return results;
    }

    private static async Task<CopyResult> CopyPartAsync(WriteStep step, MailboxName destination, CancellationToken cancellationToken)
    {
        var outcome = await MessageTransfer.RunAsync(step, destination, isMove: false, cancellationToken).ConfigureAwait(false);
        return new CopyResult(step.Uids)
        {
            DestinationUidValidity = outcome.DestinationUidValidity,
            NewUids = outcome.NewUids,
            Error = outcome.Error,
            Unknown = outcome.Unknown,
        };
    }
}
