using ImapPS.Client.Connection;
using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Measuring;

/// <summary>Takes the ESEARCH response of a SORT that asked for its two ends (RFC 5267 section 3).</summary>
internal sealed class SortEndsSink : ResponseSink
{
    public uint? First { get; private set; }

    public uint? Last { get; private set; }

    public override bool TryAccept(Response response)
    {
        if (response is not ESearchResponse { IsUid: true } ends)
            return false;
        First = ends.Min ?? First;
        Last = ends.Max ?? Last;
        return true;
    }
}
