using ImapPS.Client.Connection;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Session;

/// <summary>Sends commands that have no type of their own.</summary>
public static class RawCommands
{
    /// <summary>
    /// What would leave the session believing something else than the server: its phase, its mailbox, its encoding, its
    /// turn-taking; and EXPUNGE, which takes messages that nobody named.
    /// </summary>
    private static readonly HashSet<string> Refused = new(StringComparer.OrdinalIgnoreCase)
    {
        "STARTTLS", "AUTHENTICATE", "LOGIN", "LOGOUT", "UNAUTHENTICATE", "IDLE", "DONE", "COMPRESS", "ENABLE", "NOTIFY",
        "SELECT", "EXAMINE", "CLOSE", "UNSELECT", "EXPUNGE", "APPEND", "UID", "LANGUAGE",
    };

    /// <summary>Whether the command may be sent so.</summary>
    public static bool IsAllowed(string name) => !Refused.Contains(name.Trim());

    /// <summary>Sends a command, nothing else being on its way, and gives all that comes back.</summary>
    /// <param name="session">Logged in.</param>
    /// <param name="command">What to send.</param>
    /// <param name="mailbox">Opened first, for reading; null leaves open what is.</param>
    /// <param name="write">Opens the mailbox for writing.</param>
    /// <param name="cancellationToken">Abandons the command; the connection stays good.</param>
    /// <exception cref="ImapException">InvalidArgument (not allowed, or can't be encoded), MailboxNotFound, or the connection's end. NO and BAD are answers.</exception>
    public static async Task<RawAnswer> InvokeAsync(this ImapSession session, RawCommand command, MailboxName? mailbox, bool write, CancellationToken cancellationToken)
    {
        if (!IsAllowed(command.Name))
            throw new ImapException(ImapError.InvalidArgument, $"{command.Name} would change what the session relies on. It was not sent.");
        var sink = new RawSink();
        PendingCommand Enqueue() => session.Connection.Enqueue(command, sink, CommandTraits.Alone);
        PendingCommand pending;
        if (mailbox is null)
        {
            await session.ConnectedAsync(cancellationToken).ConfigureAwait(false);
            pending = Enqueue();
        }
        else
        {
            if (write)
                await session.SelectAsync(mailbox, write: true, cancellationToken).ConfigureAwait(false);
            (_, pending) = await session.EnqueueReadAsync(mailbox, null, Enqueue, cancellationToken).ConfigureAwait(false);
        }

        var response = await session.Connection.AwaitAsync(pending, cancellationToken).ConfigureAwait(false);
        return new RawAnswer(response, sink.Responses, sink.Lines);
    }
}
