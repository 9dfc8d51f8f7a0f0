using ImapPS.Client.Connection;
using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Session;

/// <summary>Gathers what SELECT and EXAMINE report (RFC 9051 section 6.3.2).</summary>
internal sealed class SelectSink(SelectedMailbox mailbox) : ResponseSink
{
    public override bool TryAccept(Response response)
    {
        switch (response)
        {
            case ExistsResponse exists:
                mailbox.Exists = exists.Count;
                return true;
            case RecentResponse:
                return true;
            case FlagsResponse flags:
                mailbox.Flags = flags.Flags;
                return true;
            case StatusResponse { Tag: null, Code: { } code }:
                return Apply(mailbox, code);
            default:
                return false;
        }
    }

    internal static bool Apply(SelectedMailbox mailbox, ResponseCode code)
    {
        switch (code)
        {
            case PermanentFlagsCode permanent:
                mailbox.PermanentFlags = permanent.Flags;
                return true;
            case NumberCode { Name: "UIDVALIDITY" } number:
                mailbox.UidValidity = (uint)Math.Min(number.Value, uint.MaxValue);
                return true;
            case NumberCode { Name: "UIDNEXT" } number:
                mailbox.UidNext = (uint)Math.Min(number.Value, uint.MaxValue);
                return true;
            case NumberCode { Name: "HIGHESTMODSEQ" } number:
                mailbox.HighestModSeq = number.Value;
                return true;
            case { Name: "READ-ONLY" }:
                mailbox.IsReadOnly = true;
                return true;
            case { Name: "UNSEEN" or "NOMODSEQ" or "CLOSED" or "READ-WRITE" or "MAILBOXID" or "UIDNOTSTICKY" }:
                return true;
            default:
                return false;
        }
    }
}
