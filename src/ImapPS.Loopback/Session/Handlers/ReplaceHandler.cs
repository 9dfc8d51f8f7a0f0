using ImapPS.Loopback.Store;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;

namespace ImapPS.Loopback.Session.Handlers;

/// <summary>REPLACE (RFC 8508): the new message is added and the old one expunged, or neither.</summary>
internal static class ReplaceHandler
{
    public static async Task<Answer> RunAsync(SessionContext context, MailboxView view, UidReplaceCommand command)
    {
        if (!context.Offers("REPLACE"))
            return Answer.NotOffered("REPLACE");
        if (view.IsReadOnly)
            return Answer.No("The mailbox is open for reading only");
        var index = command.ByUid ? view.IndexOf(command.Uid) : (int)Math.Min(command.Uid, int.MaxValue) - 1;
        if (!command.ByUid && index >= view.Messages.Count)
            return Answer.Bad("There is no message of that number");
        if (index < 0 || view.Messages[index].IsExpunged)
            return Answer.No("There is no such message");
        if (AppendHandler.Refusal(context, command.Mailbox, [command.Message], view.Messages[index], out var mailbox) is { } refusal)
            return refusal;
        var added = AppendHandler.Add(mailbox!, command.Message);

        // RFC 8508 section 4.3: APPENDUID comes before the EXPUNGE, so not in the tagged response.
        if (context.Offers("UIDPLUS"))
            await context.Output.WriteAsync(new StatusResponse(null, StatusKind.Ok, AppendHandler.Code(mailbox!, added.Uid), "Replacement added")).ConfigureAwait(false);
        view.Mailbox.Expunge([view.Messages[index]]);
        return Answer.Ok(command.Name + " completed");
    }
}
