using ImapPS.Client.Connection;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Mailboxes;

/// <summary>Takes the STATUS responses of one mailbox: beside the answer there may be what NOTIFY tells, which is only what changed.</summary>
internal sealed class StatusSink(MailboxName mailbox) : ResponseSink
{
    public MailboxStatusResponse? Status { get; private set; }

    public override bool TryAccept(Response response)
    {
        if (response is not MailboxStatusResponse status || !status.Mailbox.Equals(mailbox))
            return false;
        Status = Status is { } known ? Merge(known, status) : status;
        return true;
    }

    private static MailboxStatusResponse Merge(MailboxStatusResponse known, MailboxStatusResponse later) => later with
    {
        Messages = later.Messages ?? known.Messages,
        Recent = later.Recent ?? known.Recent,
        UidNext = later.UidNext ?? known.UidNext,
        UidValidity = later.UidValidity ?? known.UidValidity,
        Unseen = later.Unseen ?? known.Unseen,
        Deleted = later.Deleted ?? known.Deleted,
        Size = later.Size ?? known.Size,
        HighestModSeq = later.HighestModSeq ?? known.HighestModSeq,
        AppendLimit = later.AppendLimit ?? known.AppendLimit,
        MailboxId = later.MailboxId ?? known.MailboxId,
    };
}
