using ImapPS.Output;
using ImapPS.Protocol.Responses;

namespace ImapPS;

/// <summary>A message of which only what -Property names was read; the rest is empty. It is shown as what there is.</summary>
public sealed class ImapPartialMessage : ImapMessage
{
    internal ImapPartialMessage(ImapSession session, string mailbox, uint uidValidity, FetchResponse data, MessageContents? contents)
        : base(session, mailbox, uidValidity, data, contents)
    {
    }
}
