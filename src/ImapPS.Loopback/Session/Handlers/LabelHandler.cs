using ImapPS.Loopback.Store;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;

namespace ImapPS.Loopback.Session.Handlers;

/// <summary>STORE of Gmail's labels (X-GM-EXT-1). Here labels are mere words: no mailbox comes or goes with them.</summary>
internal static class LabelHandler
{
    public static async Task<Answer> RunAsync(SessionContext context, MailboxView view, UidStoreLabelsCommand command)
    {
        if (!context.Offers("X-GM-EXT-1"))
            return Answer.NotOffered("X-GM-EXT-1");
        if (view.IsReadOnly)
            return Answer.No("The mailbox is open for reading only");
        if (MessageSet.Resolve(view, command.Uids, command.ByUid) is not { } indexes)
            return Answer.Bad("There is no message of that number");
        foreach (var index in indexes)
        {
            var message = view.Messages[index];
            message.Labels = command.Mode switch
            {
                StoreMode.Add => [.. message.Labels.Union(command.Labels, StringComparer.OrdinalIgnoreCase)],
                StoreMode.Remove => [.. message.Labels.Except(command.Labels, StringComparer.OrdinalIgnoreCase)],
                _ => command.Labels,
            };
            if (!command.Silent)
            {
                var response = new FetchResponse((uint)index + 1) { Uid = command.ByUid ? message.Uid : 0, Extras = new FetchExtras { GmailLabels = message.Labels } };
                await context.Output.WriteAsync(response).ConfigureAwait(false);
            }
        }

        return Answer.Ok(command.Name + " completed");
    }
}
