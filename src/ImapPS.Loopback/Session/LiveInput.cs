using ImapPS.Protocol.Commands;

namespace ImapPS.Loopback.Session;

/// <summary>Waits for what the client sends next, and tells it meanwhile what happens: in IDLE, and between commands after NOTIFY.</summary>
internal static class LiveInput
{
    /// <param name="context">The session.</param>
    /// <param name="idle">Whether this is IDLE, in which all that happens in the selected mailbox is told.</param>
    /// <returns>False at the end of the connection.</returns>
    public static async Task<bool> ReadAsync(SessionContext context, bool idle)
    {
        // Not disposed: another session may be about to release it, and without a wait handle there is nothing to free.
        var changed = new SemaphoreSlim(0);
        var view = context.View;
        var notifications = context.Notifications;
        if (view is not null)
            view.Notify = () => changed.Release();
        if (notifications is not null)
            notifications.Told = () => changed.Release();
        try
        {
            await TellAsync(context, idle).ConfigureAwait(false);
            var line = context.Input.ReadAsync(flush: false);
            while (true)
            {
                var change = changed.WaitAsync();
                if (await Task.WhenAny(line, change).ConfigureAwait(false) == line)
                    return await line.ConfigureAwait(false);
                await TellAsync(context, idle).ConfigureAwait(false);
            }
        }
        finally
        {
            if (view is not null)
                view.Notify = null;
            if (notifications is not null)
                notifications.Told = null;
        }
    }

    private static async Task TellAsync(SessionContext context, bool idle)
    {
        if (idle)
            await ChangeTeller.TellAsync(context, expunges: true).ConfigureAwait(false);
        else if (context.Notifications?.Selected is { } selected && (selected.Events & NotifyEvents.MessageNew) != 0)
            await ChangeTeller.TellAsync(context, expunges: selected.Filter == NotifyFilter.Selected, flags: (selected.Events & NotifyEvents.FlagChange) != 0).ConfigureAwait(false);
        else
            await NotificationTeller.TellAsync(context).ConfigureAwait(false);
        await context.Output.FlushAsync().ConfigureAwait(false);
    }
}
