using ImapPS.Client.Connection;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Session;

/// <summary>Takes ENABLED, in step with what the server sends behind it: from there on names may come in UTF-8.</summary>
internal sealed class EnableSink(ImapConnection connection) : ResponseSink
{
    /// <summary>What the server said is enabled. A server that says nothing of it has enabled nothing (RFC 5161 section 3.1).</summary>
    public CapabilitySet Enabled { get; private set; } = CapabilitySet.Empty;

    public override bool TryAccept(Response response)
    {
        if (response is not EnabledResponse enabled)
            return false;
        Enabled = new CapabilitySet(Enabled.Concat(enabled.Capabilities));
        connection.Utf8 |= Enabled.ImapRev2 || Enabled.Utf8Accept;
        return true;
    }
}
