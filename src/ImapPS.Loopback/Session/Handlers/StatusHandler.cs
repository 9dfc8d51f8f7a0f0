using ImapPS.Loopback.Store;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Loopback.Session.Handlers;

/// <summary>STATUS, and what LIST-STATUS puts behind LIST.</summary>
internal static class StatusHandler
{
    public static async Task<Answer> RunAsync(SessionContext context, StatusCommand command)
    {
        if (Refusal(context, command.Items) is { } refusal)
            return refusal;
        if (!context.Store.TryGet(command.Mailbox, out var mailbox) || mailbox.IsContainer)
            return Answer.No("There is no such mailbox", "NONEXISTENT");
        if ((command.Items & StatusItems.HighestModSeq) != 0)
            context.CondStore = true;
        await context.Output.WriteAsync(Compute(mailbox, command.Items, context.Options.MaxMessageSize)).ConfigureAwait(false);
        return Answer.Ok("STATUS completed");
    }

    /// <summary>The answer if an item is asked for that isn't offered.</summary>
    public static Answer? Refusal(SessionContext context, StatusItems items)
    {
        if ((items & StatusItems.Size) != 0 && !context.Offers("STATUS=SIZE"))
            return Answer.NotOffered("STATUS=SIZE");
        if ((items & StatusItems.HighestModSeq) != 0 && !context.Offers("CONDSTORE"))
            return Answer.NotOffered("CONDSTORE");
        if ((items & StatusItems.AppendLimit) != 0 && !context.Offers("APPENDLIMIT"))
            return Answer.NotOffered("APPENDLIMIT");
        return (items & StatusItems.MailboxId) != 0 ? Answer.NotOffered("OBJECTID") : null;
    }

    public static MailboxStatusResponse Compute(LoopbackMailbox mailbox, StatusItems items, int appendLimit)
    {
        var messages = mailbox.Messages;
        return new MailboxStatusResponse(mailbox.MailboxName)
        {
            Messages = Asked(StatusItems.Messages) ? (uint)messages.Count : null,
            Recent = Asked(StatusItems.Recent) ? 0u : null,
            UidNext = Asked(StatusItems.UidNext) ? mailbox.UidNext : null,
            UidValidity = Asked(StatusItems.UidValidity) ? mailbox.UidValidity : null,
            Unseen = Asked(StatusItems.Unseen) ? (uint)messages.Count(static m => !m.Flags.Has(SystemFlags.Seen)) : null,
            Deleted = Asked(StatusItems.Deleted) ? (uint)messages.Count(static m => m.Flags.Has(SystemFlags.Deleted)) : null,
            Size = Asked(StatusItems.Size) ? (ulong)messages.Sum(static m => (long)m.GetBytes().Length) : null,
            HighestModSeq = Asked(StatusItems.HighestModSeq) ? mailbox.HighestModSeq : null,
            AppendLimit = Asked(StatusItems.AppendLimit) ? (ulong)appendLimit : null,
        };

        bool Asked(StatusItems item) => (items & item) != 0;
    }
}
