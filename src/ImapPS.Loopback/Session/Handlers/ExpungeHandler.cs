using ImapPS.Loopback.Store;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Loopback.Session.Handlers;

/// <summary>EXPUNGE and UID EXPUNGE (RFC 9051 sections 6.4.3 and 6.4.9). The session tells the result with all other changes.</summary>
internal static class ExpungeHandler
{
    public static Answer All(MailboxView view)
    {
        if (view.IsReadOnly)
            return Answer.No("The mailbox is open for reading only");
        view.Mailbox.Expunge(view.Messages.Where(static m => m.Flags.Has(SystemFlags.Deleted)));
        return Answer.Ok("EXPUNGE completed");
    }

    public static Answer Some(SessionContext context, MailboxView view, UidExpungeCommand command)
    {
        if (!context.Offers("UIDPLUS"))
            return Answer.NotOffered("UIDPLUS");
        if (view.IsReadOnly)
            return Answer.No("The mailbox is open for reading only");
        var indexes = MessageSet.Resolve(view, command.Uids, byUid: true) ?? [];
        view.Mailbox.Expunge(indexes.Select(i => view.Messages[i]).Where(static m => m.Flags.Has(SystemFlags.Deleted)));
        return Answer.Ok("UID EXPUNGE completed");
    }
}
