using ImapPS.Client.Connection;
using ImapPS.Protocol.Responses;

namespace ImapPS.Fuzz;

/// <summary>Takes every FETCH, with contents of any length.</summary>
internal sealed class CountingSink : ResponseSink
{
    public int Fetches { get; private set; }

    public int Problems { get; private set; }

    public override bool TryAccept(Response response)
    {
        if (response is not FetchResponse fetch)
            return false;
        Fetches++;
        Problems += fetch.Problems.Count;
        return true;
    }
}
