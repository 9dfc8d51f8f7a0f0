using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Session;

/// <summary>Turns NO and BAD into errors.</summary>
internal static class ServerAnswer
{
    /// <exception cref="ImapException">CommandRefused (NO), MailboxNotFound (NO with NONEXISTENT or TRYCREATE), CommandBad (BAD).</exception>
    public static StatusResponse ThrowIfNotOk(this StatusResponse response, Command command, MailboxName? mailbox = null)
    {
        if (response.Status == StatusKind.Ok)
            return response;
        throw ToException(response, command, mailbox);
    }

    public static ImapException ToException(StatusResponse response, Command command, MailboxName? mailbox)
    {
        var text = SafeText.Clean(response.Text);
        if (mailbox is not null && response.Code is { Name: "NONEXISTENT" or "TRYCREATE" })
        {
            return new ImapException(ImapError.MailboxNotFound, $"The mailbox '{SafeText.Clean(mailbox.Name)}' does not exist: {text}")
            {
                Response = response,
                Hint = "Get-ImapMailbox lists the mailboxes there are.",
                Mailbox = mailbox,
            };
        }

        var of = mailbox is null ? "" : $" for the mailbox '{SafeText.Clean(mailbox.Name)}'";
        return response.Status == StatusKind.Bad
            ? new ImapException(ImapError.CommandBad, $"The server did not understand {command.Name}{of}: {text}") { Response = response }
            : new ImapException(ImapError.CommandRefused, $"The server refused {command.Name}{of}: {text}") { Response = response };
    }

    /// <summary>The connection ended between a command and its answer.</summary>
    public static ImapException Unknown(Command command, ImapException cause) => new(
        ImapError.OutcomeUnknown,
        $"The connection ended while {command.Name} was waiting for its answer, so it is not known whether the server did it: {cause.Message}",
        cause)
    {
        Hint = "Look into the mailboxes before you run it again.",
    };
}
