using ImapPS.Client.Connection;
using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>One command that changes messages of one mailbox, and the one place where what became of it is judged.</summary>
/// <param name="Session">Logged in.</param>
/// <param name="Mailbox">Where the messages are.</param>
/// <param name="UidValidity">Checked before anything is sent.</param>
/// <param name="Uids">Which messages; no "*".</param>
internal sealed record WriteStep(ImapSession Session, MailboxName Mailbox, uint UidValidity, UidSet Uids)
{
    /// <summary>The command changes another mailbox than that of the messages: COPY.</summary>
    public bool ReadOnlyWillDo { get; init; }

    /// <summary>Something was changed before this command. What fails now is a result: thrown, it would hide what was done.</summary>
    public bool Begun { get; init; }

    /// <summary>Done twice it is the same as done once: should the connection be lost, it is sent again.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>A write names its messages: with * among them the server, and not the caller, would choose.</summary>
    /// <exception cref="ImapException">InvalidArgument.</exception>
    public static void CheckNamed(UidSet uids, string what)
    {
        if (uids.HasStar)
            throw new ImapException(ImapError.InvalidArgument, $"A {what} names its messages: * can't stand among them.");
    }

    /// <summary>Sends the command and waits for its answer, whatever the token does meanwhile.</summary>
    /// <param name="command">What to send.</param>
    /// <param name="sink">Takes its data.</param>
    /// <param name="destination">The mailbox that a NO is about; null if it is about none.</param>
    /// <param name="check">Looks at the open mailbox before anything is sent; what it throws comes out of here.</param>
    /// <param name="cancellationToken">Ends the wait for the mailbox, not for the command; of what was begun, the wait for a new connection alone.</param>
    /// <exception cref="ImapException">The mailbox is not as it should be: nothing was sent, nor by an earlier command.</exception>
    public async Task<WriteOutcome> RunAsync(Command command, ResponseSink? sink, MailboxName? destination, Action<SelectedMailbox>? check, CancellationToken cancellationToken)
    {
        // How one was lost that may have been carried out.
        ImapException? loss = null;
        var repeats = new Repeats(Session);
        while (true)
        {
            PendingCommand? pending = null;
            ImapException failure;
            try
            {
                if (Begun || loss is not null)
                    await Session.ConnectedOrLostAsync(cancellationToken).ConfigureAwait(false);
                pending = await Session.EnqueueWriteAsync(
                    Mailbox,
                    UidValidity,
                    () =>
                    {
                        if (Session.Selected is { } selected)
                            check?.Invoke(selected);
                        return Session.Connection.Enqueue(command, sink);
                    },
                    Begun || loss is not null ? CancellationToken.None : cancellationToken,
                    ReadOnlyWillDo).ConfigureAwait(false);
                var response = await pending.Completion.ConfigureAwait(false);
                if (response.Status == StatusKind.Ok)
                    return new WriteOutcome(response, null) { IsRepeated = loss is not null };
                failure = ServerAnswer.ToException(response, command, destination);
                if (!IsRepeatable || !repeats.Allow(failure))
                    return new WriteOutcome(response, failure) { IsRepeated = loss is not null };
            }
            catch (ImapException e) when ((IsRepeatable || pending is not { Sent: true }) && repeats.Allow(e))
            {
                // Nothing of it was done, or nothing that matters: it is sent again, after the same checks.
                failure = e;
                if (pending is { Sent: true })
                    loss = e;
            }
            catch (ImapException e) when (pending is { Sent: true })
            {
                return new WriteOutcome(null, ServerAnswer.Unknown(command, e)) { IsCutOff = loss is null && !pending.SentWholly };
            }
            catch (ImapException) when (loss is not null)
            {
                // The mailbox is another by now, or can't be had. What the one that was sent has done is open.
                return new WriteOutcome(null, ServerAnswer.Unknown(command, loss));
            }
            catch (ImapException e) when (Begun)
            {
                return new WriteOutcome(null, e);
            }

            if (!await repeats.TryPrepareAsync(failure, cancellationToken).ConfigureAwait(false))
                return new WriteOutcome(null, loss is null ? failure : ServerAnswer.Unknown(command, loss));
        }
    }

    /// <summary>Looks whether the mailbox is as a change needs it, and sends none.</summary>
    /// <exception cref="ImapException">UidValidityChanged, MailboxNotFound, CommandRefused (read-only).</exception>
    public async Task CheckAsync(CancellationToken cancellationToken) =>
        ImapSession.CheckWritable(ImapSession.Check(await Session.SelectAsync(Mailbox, write: true, cancellationToken).ConfigureAwait(false), UidValidity));

    /// <inheritdoc cref="RunAsync"/>
    /// <returns>What went wrong after the mailbox was found as it should be; null if nothing did.</returns>
    public async Task<ImapException?> TryAsync(Command command, CopySink? sink, MailboxName? destination, CancellationToken cancellationToken)
    {
        var outcome = await RunAsync(command, sink, destination, null, cancellationToken).ConfigureAwait(false);
        if (outcome is { Error: null, Response.Code: CopyUidCode code })
            sink?.Accept(code);
        return outcome.Error;
    }
}
