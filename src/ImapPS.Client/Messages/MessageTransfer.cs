using ImapPS.Client.Connecting;
using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>
/// COPY and MOVE that see a lost connection through, and a pause that the server asks for: what became of them is looked up,
/// and only what is known not to be done is sent again.
/// </summary>
/// <remarks>
/// A COPY that is carried out later than it was looked for would make a second copy, and a MOVE too where a server copies
/// first. So neither is sent again after a silence, from which a server may yet wake: such messages are reported as unknown.
/// It is sent again where the server ended the connection, and two looks, <see cref="ReconnectPolicy.FirstDelay"/> apart,
/// show that nothing was done. What remains is a relay that ends both of its lines while the server behind it is slower than that.
/// </remarks>
internal static class MessageTransfer
{
    /// <param name="step">Which messages.</param>
    /// <param name="destination">Where to.</param>
    /// <param name="isMove">MOVE; false for COPY.</param>
    /// <param name="cancellationToken">Ends the wait for the mailbox, and what follows a lost answer; not the wait for an answer.</param>
    /// <exception cref="ImapException">The mailbox is not as it should be: nothing was sent, nor by an earlier command.</exception>
    public static async Task<TransferOutcome> RunAsync(WriteStep step, MailboxName destination, bool isMove, CancellationToken cancellationToken)
    {
        var told = new TransferTally();
        var rest = step.Uids;
        var repeats = new Repeats(step.Session);
        for (var part = step; ; part = step with { Uids = rest, Begun = true })
        {
            TransferWitness? witness;
            try
            {
                if (part.Begun)
                    await step.Session.ConnectedOrLostAsync(cancellationToken).ConfigureAwait(false);
                witness = step.Session.MayReconnect ? await TransferWitness.NoteAsync(part, destination, part.Begun ? CancellationToken.None : cancellationToken).ConfigureAwait(false) : null;
            }
            catch (ImapException e) when (part.Begun)
            {
                return told.Failed(rest, e);
            }

            var sink = new CopySink(rest);
            var error = await part.TryAsync(isMove ? new UidMoveCommand(rest, destination) : new UidCopyCommand(rest, destination), sink, destination, cancellationToken).ConfigureAwait(false);
            if (sink.NewUids is { } answered)
                told.Add(answered, sink.DestinationUidValidity, isDone: error is null);
            else if (error is null)
                told.AddUntold(rest, step.Session.Capabilities.UidPlus);
            var failure = error is { Error: ImapError.OutcomeUnknown, InnerException: ImapException loss } ? loss : error;
            if (failure is null)
                return told.Outcome();
            if (witness is null || !(step.Session.Survives(failure) || step.Session.IsAskedToPause(failure)))
                return told.Failed(rest, error!);
            var again = await repeats.TryPrepareAsync(failure, cancellationToken).ConfigureAwait(false);
            TransferFinding finding;
            try
            {
                finding = await witness.LookUpAsync(rest, isMove, failure, cancellationToken).ConfigureAwait(false);
            }
            catch (ImapException)
            {
                // Not even this can be found out now. The loss is the thing to tell.
                told.Doubt(rest, error!);
                return told.Outcome();
            }

            if (finding.Done.Count > 0)
                told.Add(finding.Done, witness.DestinationUidValidity, isDone: true);
            told.Doubt(finding.Unknown, error!);
            if (finding.NotDone.IsEmpty)
                return told.Outcome();
            if (!again || cancellationToken.IsCancellationRequested)
                return told.Failed(finding.NotDone, failure);
            rest = finding.NotDone;
        }
    }
}
