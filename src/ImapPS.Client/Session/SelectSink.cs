using ImapPS.Client.Connection;
using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Session;

/// <summary>Gathers what SELECT and EXAMINE report (RFC 9051 section 6.3.2).</summary>
/// <param name="mailbox">Filled from the responses.</param>
/// <param name="entered">Told, in step with what the server sends behind it, which mailbox is selected from here on; null for none.</param>
/// <param name="resync">Takes what happened since the mailbox was known, where the command asks for it; else null.</param>
internal sealed class SelectSink(SelectedMailbox mailbox, Action<SelectedMailbox?> entered, ResyncSink? resync = null) : ResponseSink
{
    public override bool TryAccept(Response response)
    {
        switch (response)
        {
            case ExistsResponse exists:
                mailbox.Exists = exists.Count;
                return true;
            case RecentResponse or ListResponse:
                // The LIST that IMAP4rev2 answers SELECT with says nothing new, and is not for a LIST that waits behind.
                return true;
            case FlagsResponse flags:
                mailbox.Flags = flags.Flags;
                return true;
            case StatusResponse { Tag: null, Code.Name: "CLOSED" }:
                // RFC 7162 section 3.2.11: what came before was of the mailbox that was open until now.
                mailbox.Reset();
                resync?.Reset();
                return true;
            case StatusResponse { Tag: null, Code: { } code }:
                return Apply(mailbox, code);
            default:
                return resync?.TryAccept(response) ?? false;
        }
    }

    public override void Complete(Exception? error) => resync?.Complete(error);

    public override void Answered(StatusResponse response)
    {
        // RFC 9051 section 6.3.2: a SELECT that fails leaves no mailbox selected.
        if (response is { Status: StatusKind.Ok, Code: { } code })
            Apply(mailbox, code);
        entered(response.Status == StatusKind.Ok ? mailbox : null);
        if (resync is not null)
            resync.HighestModSeq = mailbox.HighestModSeq;
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
            case { Name: "UNSEEN" or "NOMODSEQ" or "READ-WRITE" or "MAILBOXID" or "UIDNOTSTICKY" }:
                return true;
            default:
                return false;
        }
    }
}
