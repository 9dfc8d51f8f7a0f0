using ImapPS.Loopback.Store;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Loopback.Session.Handlers;

/// <summary>EXPUNGE and UID EXPUNGE (RFC 9051 sections 6.4.3 and 6.4.9). The session tells the result with all other changes.</summary>
internal static class ExpungeHandler
{
    public static Answer All(SessionContext context, MailboxView view)
    {
        if (view.IsReadOnly)
            return Answer.No("The mailbox is open for reading only");
        var count = view.Mailbox.Expunge(view.Messages.Where(static m => m.Flags.Has(SystemFlags.Deleted)));
        return Answer.Ok("EXPUNGE completed", Code(context, view, count));
    }

    public static Answer Some(SessionContext context, MailboxView view, UidExpungeCommand command)
    {
        if (!context.Offers("UIDPLUS"))
            return Answer.NotOffered("UIDPLUS");
        if (view.IsReadOnly)
            return Answer.No("The mailbox is open for reading only");
        var indexes = MessageSet.Resolve(view, command.Uids, byUid: true) ?? [];
        var count = view.Mailbox.Expunge(indexes.Select(i => view.Messages[i]).Where(static m => m.Flags.Has(SystemFlags.Deleted)));
        return Answer.Ok("UID EXPUNGE completed", Code(context, view, count));
    }

    /// <summary>HIGHESTMODSEQ, with QRESYNC after something was expunged (RFC 7162 sections 3.2.4, 3.2.7 to 3.2.9).</summary>
    public static ResponseCode? Code(SessionContext context, MailboxView view, int count) =>
        count > 0 && context.UsesQResync ? new NumberCode("HIGHESTMODSEQ", view.Mailbox.HighestModSeq) : null;
}
