using ImapPS.Client.Connection;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Mailboxes;

/// <summary>Takes the STATUS response of one mailbox.</summary>
internal sealed class StatusSink(MailboxName mailbox) : ResponseSink
{
    public MailboxStatusResponse? Status { get; private set; }

    public override bool TryAccept(Response response)
    {
        if (response is not MailboxStatusResponse status || !status.Mailbox.Equals(mailbox))
            return false;
        Status = status;
        return true;
    }
}
