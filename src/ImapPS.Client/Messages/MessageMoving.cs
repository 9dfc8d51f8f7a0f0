using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>Moves messages between mailboxes, never more than those named.</summary>
public static class MessageMoving
{
    /// <summary>How this server will move.</summary>
    public static MoveMethod MoveMethodFor(CapabilitySet capabilities) =>
        capabilities.Move ? MoveMethod.Move : capabilities.UidPlus ? MoveMethod.CopyAndExpunge : MoveMethod.CopyAndMark;

    /// <summary>Moves messages to a mailbox that is there.</summary>
    /// <inheritdoc cref="MoveAsync(ImapSession, MailboxName, uint, UidSet, MailboxName, bool, CancellationToken, IProgress{long})"/>
    public static Task<IReadOnlyList<MoveResult>> MoveAsync(
        this ImapSession session,
        MailboxName mailbox,
        uint uidValidity,
        UidSet uids,
        MailboxName destination,
        CancellationToken cancellationToken) => session.MoveAsync(mailbox, uidValidity, uids, destination, createDestination: false, cancellationToken);

    /// <summary>Moves messages; one result a command, in order. After a failure nothing more is sent.</summary>
    /// <param name="session">Logged in.</param>
    /// <param name="mailbox">Where the messages are.</param>
    /// <param name="uidValidity">What their UIDs were found under; it is checked before anything is written.</param>
    /// <param name="uids">Which; no "*".</param>
    /// <param name="destination">Where they go.</param>
    /// <param name="createDestination">Makes the destination if the server says that this would help (TRYCREATE).</param>
    /// <param name="cancellationToken">Looked at between commands: one that was sent is waited for.</param>
    /// <param name="progress">Told, after each command that succeeded, how many messages it named.</param>
    /// <exception cref="ImapException">UidValidityChanged, MailboxNotFound (source), InvalidArgument: nothing was done. Later failures are in the results.</exception>
    public static async Task<IReadOnlyList<MoveResult>> MoveAsync(
        this ImapSession session,
        MailboxName mailbox,
        uint uidValidity,
        UidSet uids,
        MailboxName destination,
        bool createDestination,
        CancellationToken cancellationToken,
        IProgress<long>? progress = null)
    {
        WriteStep.CheckNamed(uids, "move");
        if (mailbox.Equals(destination))
            throw new ImapException(ImapError.InvalidArgument, $"The messages are in '{SafeText.Clean(mailbox.Name)}' already.");
        var method = MoveMethodFor(session.Capabilities);
        var results = new List<MoveResult>();
        foreach (var part in uids.Split(CommandLimits.MaxUidSetLength))
        {
            if (results.Count > 0 && (results[results.Count - 1].Error is not null || cancellationToken.IsCancellationRequested))
                break;
            var source = new WriteStep(session, mailbox, uidValidity, part) { Begun = results.Count > 0 };
            var result = await MovePartAsync(source, destination, method, cancellationToken).ConfigureAwait(false);
            if (createDestination && result.Error?.ResponseCode == "TRYCREATE")
            {
                // The server has refused and says why: nothing was moved, so this is no blind repetition.
                await DestinationCreating.CreateAsync(session, destination, cancellationToken).ConfigureAwait(false);
                result = await MovePartAsync(source, destination, method, cancellationToken).ConfigureAwait(false);
            }

            results.Add(result);
            if (result.Error is null)
                progress?.Report(part.Count);
        }

        return results;
    }

    private static Task<MoveResult> MovePartAsync(WriteStep source, MailboxName destination, MoveMethod method, CancellationToken cancellationToken) =>
        method == MoveMethod.Move
            ? MoveAsync(source, destination, cancellationToken)
            : CopyAndDeleteAsync(source, destination, method, cancellationToken);

    private static async Task<MoveResult> MoveAsync(WriteStep source, MailboxName destination, CancellationToken cancellationToken)
    {
        var outcome = await MessageTransfer.RunAsync(source, destination, isMove: true, cancellationToken).ConfigureAwait(false);
        return ToResult(MoveMethod.Move, source.Uids, outcome);
    }

    private static async Task<MoveResult> CopyAndDeleteAsync(WriteStep source, MailboxName destination, MoveMethod method, CancellationToken cancellationToken)
    {
        var outcome = await MessageTransfer.RunAsync(source, destination, isMove: false, cancellationToken).ConfigureAwait(false);
        var result = ToResult(method, source.Uids, outcome);
        if (outcome.Error is not null && outcome.Unknown.IsEmpty)
            return result;

        // Only what is known to be copied is deleted.
        var copied = outcome.Done;
        if (copied.IsEmpty)
            return result;
        // Those that are gone are gone, and one whose \Deleted somebody took away meanwhile stays: it may be done twice.
        var deleting = source with { Uids = copied, Begun = true, IsRepeatable = true };
        var error = await deleting.TryAsync(
            new UidStoreCommand(copied, StoreMode.Add, MessageFlags.Create(SystemFlags.Deleted)) { Silent = true }, null, null, cancellationToken).ConfigureAwait(false);
        if (error is null && method == MoveMethod.CopyAndExpunge)
            error = await deleting.TryAsync(new UidExpungeCommand(copied), null, null, cancellationToken).ConfigureAwait(false);
        return error is null ? result : result with
        {
            Error = new ImapException(error.Error, "The messages were copied, but the originals could not be removed: " + error.Message, error) { Response = error.Response, Hint = error.Hint },
        };
    }

    private static MoveResult ToResult(MoveMethod method, UidSet uids, TransferOutcome outcome) => new(method, uids)
    {
        DestinationUidValidity = outcome.DestinationUidValidity,
        NewUids = outcome.NewUids,
        Error = outcome.Error,
        Unknown = outcome.Unknown,
    };
}
