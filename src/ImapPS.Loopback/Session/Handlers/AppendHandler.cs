using ImapPS.Loopback.Store;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Loopback.Session.Handlers;

/// <summary>APPEND (RFC 9051 section 6.3.12).</summary>
internal static class AppendHandler
{
    public static Answer Run(SessionContext context, AppendCommand command)
    {
        if (!context.Store.TryGet(command.Mailbox, out var mailbox))
            return Answer.No("There is no such mailbox", "TRYCREATE");
        if (mailbox.IsContainer)
            return Answer.No("The mailbox can't hold messages", "CANNOT");
        if (mailbox.IsReadOnly)
            return Answer.No("The mailbox can't be changed", "NOPERM");
        var message = mailbox.Add(new MessageContent(command.Message.ToArray()), command.Flags, command.InternalDate);
        return Answer.Ok(
            "APPEND completed",
            context.Offers("UIDPLUS") ? new AppendUidCode(mailbox.UidValidity, [new UidRange(message.Uid, message.Uid)]) : null);
    }
}
