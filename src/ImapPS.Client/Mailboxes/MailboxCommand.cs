using ImapPS.Client.Connecting;
using ImapPS.Client.Connection;
using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Mailboxes;

/// <summary>
/// A command that changes mailboxes, seen through a lost connection: what became of it is looked up, and only what is known
/// not to be done is sent again.
/// </summary>
/// <param name="session">Logged in.</param>
/// <param name="command">What to send.</param>
internal sealed class MailboxCommand(ImapSession session, Command command)
{
    /// <summary>Looks what became of it, over a new connection; null if there is nothing to tell it by.</summary>
    public Func<Task<MailboxFate>>? Look { get; init; }

    /// <summary>Looks, before each sending, whether all is as the command needs it.</summary>
    public Func<CancellationToken, Task>? Check { get; init; }

    /// <summary>
    /// A second one is the same as the first, or refused by what the first has done: it may be sent again even while a silent
    /// server may yet wake and carry the first one out.
    /// </summary>
    public bool IsHarmlessTwice { get; init; }

    /// <summary>Sends the command and waits for its answer, whatever the token does meanwhile.</summary>
    /// <param name="cancellationToken">Looked at before it is sent; ends what follows a lost answer.</param>
    /// <returns>The answer; null if it was seen to be done, and the answer is lost.</returns>
    /// <exception cref="ImapException">OutcomeUnknown; what <see cref="Check"/> met, or the connection's end: it was not done.</exception>
    public async Task<StatusResponse?> RunAsync(CancellationToken cancellationToken)
    {
        // How one was lost that may have been carried out.
        ImapException? loss = null;
        var repeats = new Repeats(session);
        while (true)
        {
            await CheckAsync(loss, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            var connection = await session.ConnectedAsync(cancellationToken).ConfigureAwait(false);
            PendingCommand? pending = null;
            StatusResponse? response = null;
            try
            {
                pending = connection.Enqueue(command);
                response = await pending.Completion.ConfigureAwait(false);
                if (loss is null || response.Status != StatusKind.No)
                    return response;
            }
            catch (ImapException e)
            {
                var isSent = pending is { Sent: true };
                if (!await repeats.TryPrepareAsync(e, cancellationToken).ConfigureAwait(false))
                    throw isSent ? ServerAnswer.Unknown(command, e) : e;
                if (!isSent)
                    continue;
                loss = e;
            }

            var fate = await LookAsync(loss, cancellationToken).ConfigureAwait(false);
            if (fate == MailboxFate.Done)
                return null;
            if (fate == MailboxFate.Unknown)
                throw ServerAnswer.Unknown(command, loss);
            // Refused, and not since an earlier one was carried out.
            if (response is not null)
                return response;
            if (!IsHarmlessTwice && pending is { SentWholly: true } && ReconnectPolicy.LeftServerAtWork(loss))
                throw ServerAnswer.Unknown(command, loss);
        }
    }

    private async Task CheckAsync(ImapException? loss, CancellationToken cancellationToken)
    {
        if (Check is null)
            return;
        try
        {
            await Check(cancellationToken).ConfigureAwait(false);
        }
        catch (ImapException e) when (loss is not null && e.Error is ImapError.UidValidityChanged or ImapError.MailboxNotFound)
        {
            // Another one by now, or none: by the one that was sent, or by somebody else.
            throw ServerAnswer.Unknown(command, loss);
        }
    }

    private async Task<MailboxFate> LookAsync(ImapException loss, CancellationToken cancellationToken)
    {
        if (Look is null)
            return MailboxFate.Unknown;
        try
        {
            return await session.LookUpAsync(loss, Look, fate => fate == MailboxFate.Done || IsHarmlessTwice, cancellationToken).ConfigureAwait(false);
        }
        catch (ImapException)
        {
            // Not even this can be found out now. The loss is the thing to tell.
            return MailboxFate.Unknown;
        }
    }
}
