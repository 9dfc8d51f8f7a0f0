using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>Answers TRYCREATE.</summary>
internal static class DestinationCreating
{
    /// <summary>Makes the mailbox; one that somebody else made meanwhile will do (ALREADYEXISTS, RFC 5530 section 3).</summary>
    /// <exception cref="ImapException">CommandRefused, CommandBad, or the connection's end.</exception>
    public static async Task CreateAsync(ImapSession session, MailboxName mailbox, CancellationToken cancellationToken)
    {
        var command = new CreateCommand(mailbox);
        var connection = await session.ConnectedAsync(cancellationToken).ConfigureAwait(false);
        var response = await connection.ExecuteAsync(command, null, null, cancellationToken).ConfigureAwait(false);
        if (response is not { Status: StatusKind.No, Code.Name: "ALREADYEXISTS" })
            response.ThrowIfNotOk(command, mailbox);
    }
}
