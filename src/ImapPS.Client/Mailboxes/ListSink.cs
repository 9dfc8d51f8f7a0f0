using ImapPS.Client.Connection;
using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Mailboxes;

/// <summary>Takes LIST or LSUB responses, and the STATUS responses of LIST-STATUS.</summary>
internal sealed class ListSink(bool withStatus) : ResponseSink
{
    public List<ListResponse> Mailboxes { get; } = [];

    public List<MailboxStatusResponse> Statuses { get; } = [];

    public override bool TryAccept(Response response)
    {
        switch (response)
        {
            case ListResponse list:
                Mailboxes.Add(list);
                return true;
            case MailboxStatusResponse status when withStatus:
                Statuses.Add(status);
                return true;
            default:
                return false;
        }
    }
}
