using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;

namespace ImapPS.Loopback.Session.Handlers;

/// <summary>NOTIFY (RFC 5465).</summary>
internal static class NotifyHandler
{
    private const NotifyEvents Known = NotifyEvents.MessageNew | NotifyEvents.MessageExpunge | NotifyEvents.FlagChange | NotifyEvents.MailboxName;

    public static async Task<Answer> RunAsync(SessionContext context, NotifyCommand command)
    {
        if (!context.Offers("NOTIFY"))
            return Answer.NotOffered("NOTIFY");
        if (command.Groups.Any(static g => (g.Events & ~Known) != 0))
            return new Answer(StatusKind.No, new ResponseCode("BADEVENT") { Arguments = "(MessageNew MessageExpunge FlagChange MailboxName)" }, "Some of that can't be told");
        if (command.Groups.Count == 0)
        {
            context.Notify(null);
            return Answer.Ok("NOTIFY completed");
        }

        var notifications = new Notifications(context.Store, command.Groups, context.Options.MaxNotifications);
        context.Notify(notifications);
        if (command.Status)
            await NotificationTeller.TellAllAsync(context, notifications).ConfigureAwait(false);
        return Answer.Ok("NOTIFY completed");
    }
}
