using ImapPS.Loopback.Session.Handlers;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;

namespace ImapPS.Loopback.Session;

/// <summary>Tells a session of mailboxes that it hasn't selected, as it asked by NOTIFY.</summary>
internal static class NotificationTeller
{
    private const NotifyEvents Messages = NotifyEvents.MessageNew | NotifyEvents.MessageExpunge | NotifyEvents.FlagChange;

    public static async Task TellAsync(SessionContext context)
    {
        if (context.Notifications is not { } notifications)
            return;
        if (notifications.HasOverflown)
        {
            context.Notify(null);
            await context.Output.WriteAsync(new StatusResponse(null, StatusKind.Ok, new ResponseCode("NOTIFICATIONOVERFLOW"), "More happened than can be told; as after NOTIFY NONE")).ConfigureAwait(false);
            return;
        }

        foreach (var notice in notifications.Take())
        {
            if (notice.Event == NotifyEvents.MailboxName)
                await TellNameAsync(context, notice.Name, notice.OldName).ConfigureAwait(false);
            else if (notifications.Selected is null || !notice.Name.Equals(context.View?.Mailbox.MailboxName))
                await TellStatusAsync(context, notice.Name).ConfigureAwait(false);
        }
    }

    /// <summary>What is the case to begin with: STATUS of each mailbox of whose messages the session will be told.</summary>
    public static async Task TellAllAsync(SessionContext context, Notifications notifications)
    {
        foreach (var mailbox in context.Store.Mailboxes.Where(m => notifications.GroupOf(m.MailboxName) is { } g && (g.Events & Messages) != 0 && !m.MailboxName.Equals(context.View?.Mailbox.MailboxName)))
            await TellStatusAsync(context, mailbox.MailboxName).ConfigureAwait(false);
    }

    private static async Task TellStatusAsync(SessionContext context, Protocol.Values.MailboxName name)
    {
        if (!context.Store.TryGet(name, out var mailbox) || mailbox.IsContainer)
            return;
        var items = StatusItems.Messages | StatusItems.UidNext | StatusItems.UidValidity | StatusItems.Unseen | (context.CondStore ? StatusItems.HighestModSeq : 0);
        await context.Output.WriteAsync(StatusHandler.Compute(mailbox, items, context.Options.MaxMessageSize)).ConfigureAwait(false);
    }

    // RFC 5465 section 5.4: LIST, with OLDNAME for a mailbox that was renamed.
    private static async Task TellNameAsync(SessionContext context, Protocol.Values.MailboxName name, Protocol.Values.MailboxName? oldName)
    {
        string[] attributes = !context.Store.TryGet(name, out var mailbox) ? ["\\NonExistent"] : mailbox.IsContainer ? ["\\Noselect"] : [];
        await context.Output.WriteAsync(new ListResponse(false, attributes, context.Store.Delimiter, name, oldName)).ConfigureAwait(false);
    }
}
