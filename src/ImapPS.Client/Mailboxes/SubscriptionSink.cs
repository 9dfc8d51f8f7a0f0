using ImapPS.Client.Connection;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Mailboxes;

/// <summary>Takes LSUB responses while a LIST is in flight beside them.</summary>
internal sealed class SubscriptionSink : ResponseSink
{
    // In the server's order.
    private readonly List<ListResponse> _subscriptions = [];
    private readonly HashSet<MailboxName> _names = [];

    public IReadOnlyList<ListResponse> Subscriptions => _subscriptions;

    public bool Has(MailboxName name) => _names.Contains(name);

    public override bool TryAccept(Response response)
    {
        if (response is not ListResponse { IsLsub: true } lsub)
            return false;
        // \Noselect: not this one, but one below it (RFC 3501 section 6.3.9); only where a pattern has %.
        if (_subscriptions.Count < ListSink.MaxMailboxes && !lsub.HasAttribute("\\Noselect") && _names.Add(lsub.Mailbox))
            _subscriptions.Add(lsub);
        return true;
    }
}
