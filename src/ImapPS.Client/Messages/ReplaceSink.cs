using ImapPS.Client.Connection;
using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Messages;

/// <summary>Takes the untagged APPENDUID of a REPLACE (RFC 8508 section 4.3).</summary>
internal sealed class ReplaceSink : ResponseSink
{
    public AppendUidCode? Code { get; private set; }

    public override bool TryAccept(Response response)
    {
        if (response is not StatusResponse { Tag: null, Code: AppendUidCode code })
            return false;
        Code = code;
        return true;
    }
}
