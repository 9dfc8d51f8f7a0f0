using ImapPS.Client.Connection;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>Takes the FETCH responses of a STORE (RFC 9051 section 6.4.6, RFC 7162 section 3.1.3).</summary>
internal sealed class StoreSink(UidSet uids) : ResponseSink
{
    private readonly Dictionary<uint, MessageFlags> _flags = [];

    public IReadOnlyDictionary<uint, MessageFlags> Flags => _flags;

    public override bool TryAccept(Response response)
    {
        // Only what was asked for is kept: no result grows beyond it.
        if (response is not FetchResponse { Uid: not 0 } fetch || !uids.Contains(fetch.Uid))
            return false;
        if (fetch.Flags is { } flags)
            _flags[fetch.Uid] = flags;
        return true;
    }
}
