using ImapPS.Client.Connection;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Session;

/// <summary>Looks for one mailbox among the answers of LIST.</summary>
internal sealed class ExistenceSink(MailboxName mailbox) : ResponseSink
{
    public bool Found { get; private set; }

    public override bool TryAccept(Response response)
    {
        if (response is not ListResponse list)
            return false;
        Found |= list.Mailbox.Equals(mailbox) && !list.HasAttribute("\\NonExistent");
        return true;
    }
}
