using ImapPS.Client.Mailboxes;
using ImapPS.Client.Session;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>Answers TRYCREATE.</summary>
internal static class DestinationCreating
{
    /// <summary>Makes the mailbox; one that somebody else made meanwhile will do (ALREADYEXISTS, RFC 5530 section 3).</summary>
    /// <exception cref="ImapException">CommandRefused, CommandBad, OutcomeUnknown, or the connection's end.</exception>
    public static async Task CreateAsync(ImapSession session, MailboxName mailbox, CancellationToken cancellationToken)
    {
        try
        {
            await session.CreateAsync(mailbox, null, cancellationToken).ConfigureAwait(false);
        }
        catch (ImapException e) when (e.ResponseCode == "ALREADYEXISTS")
        {
            // Somebody else was faster.
        }
    }
}
