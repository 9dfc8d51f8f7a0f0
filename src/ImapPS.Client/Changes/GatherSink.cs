using ImapPS.Client.Connection;
using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Changes;

/// <summary>Takes the FETCH responses of one command, each message once, in its last state.</summary>
/// <param name="first">The lowest UID that was asked for.</param>
/// <param name="last">The highest.</param>
internal sealed class GatherSink(uint first, uint last) : ResponseSink
{
    private readonly Dictionary<uint, FetchResponse> _messages = [];

    public IReadOnlyCollection<FetchResponse> Messages => _messages.Values;

    public override bool TakesSections => true;

    public override bool TryAccept(Response response)
    {
        if (response is not FetchResponse { Uid: not 0 } fetch)
            return false;
        // With "*" the last message comes, be it as old as it may. A change of flags that the server tells of is somebody else's.
        if (fetch.Uid < first || fetch.Uid > last)
            return fetch.Envelope is not null || fetch.Size is not null || fetch.InternalDate is not null;
        _messages[fetch.Uid] = fetch;
        return true;
    }
}
