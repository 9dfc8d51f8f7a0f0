using ImapPS.Client.Connection;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>Takes what messages are known by.</summary>
internal sealed class IdentitySink(UidSet uids) : ResponseSink
{
    private readonly Dictionary<uint, MessageIdentity> _identities = [];

    public IReadOnlyDictionary<uint, MessageIdentity> Identities => _identities;

    public override bool TryAccept(Response response)
    {
        if (response is not FetchResponse { Uid: not 0 } fetch || !uids.Contains(fetch.Uid) || MessageIdentity.Of(fetch) is not { } identity)
            return false;
        _identities[fetch.Uid] = identity;
        return true;
    }
}
