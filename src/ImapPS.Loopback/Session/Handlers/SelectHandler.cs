using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Loopback.Session.Handlers;

/// <summary>SELECT, EXAMINE, CLOSE and UNSELECT.</summary>
internal static class SelectHandler
{
    private const SystemFlags Settable = SystemFlags.Seen | SystemFlags.Answered | SystemFlags.Flagged | SystemFlags.Deleted | SystemFlags.Draft;

    public static async Task<Answer> RunAsync(SessionContext context, SelectCommand command)
    {
        if (command.CondStore && !context.Offers("CONDSTORE"))
            return Answer.NotOffered("CONDSTORE");
        if (command.Resync is not null && !context.UsesQResync)
            return Answer.Bad("QRESYNC is not enabled");
        if (context.View is not null)
        {
            // After NOTIFY nothing may be lost between the one way of telling and the other.
            if (context.Notifications is not null)
                await ChangeTeller.TellAsync(context, expunges: true).ConfigureAwait(false);
            context.Select(null);
            if (context.Offers("CONDSTORE") || context.IsRev2)
                await OkAsync(context, new ResponseCode("CLOSED"), "Previous mailbox closed").ConfigureAwait(false);
        }

        if (!context.Store.TryGet(command.Mailbox, out var mailbox))
            return Answer.No("There is no such mailbox", "NONEXISTENT");
        if (mailbox.IsContainer)
            return Answer.No("The mailbox can't be selected", "CANNOT");
        context.CondStore |= command.CondStore;
        var view = mailbox.Open(command.ReadOnly || mailbox.IsReadOnly);
        context.Select(view);

        var keywords = new List<string>();
        var unseen = 0;
        for (var i = 0; i < view.Messages.Count; i++)
        {
            var flags = view.Messages[i].Flags;
            if (flags.Keywords.Count > 0)
                keywords.AddRange(flags.Keywords.Where(k => !keywords.Contains(k, StringComparer.OrdinalIgnoreCase)));
            if (unseen == 0 && !flags.Has(SystemFlags.Seen))
                unseen = i + 1;
        }

        await context.Output.WriteAsync(new FlagsResponse(MessageFlags.Create(Settable, keywords))).ConfigureAwait(false);
        var permanent = view.IsReadOnly ? MessageFlags.None : MessageFlags.Create(Settable | SystemFlags.CreateKeywords, keywords);
        await OkAsync(context, new PermanentFlagsCode(permanent), view.IsReadOnly ? "No flags can be changed" : "Any flag can be set").ConfigureAwait(false);
        await context.Output.WriteAsync(new ExistsResponse((uint)view.Messages.Count)).ConfigureAwait(false);
        // IMAP4rev2 has no RECENT and UNSEEN any more, and tells the mailbox's name (RFC 9051 section 6.3.2).
        if (context.IsRev2)
            await context.Output.WriteAsync(new ListResponse(false, [], context.Store.Delimiter, mailbox.MailboxName)).ConfigureAwait(false);
        else
            await context.Output.WriteAsync(new RecentResponse(0)).ConfigureAwait(false);
        if (unseen > 0 && !context.IsRev2)
            await OkAsync(context, new NumberCode("UNSEEN", (ulong)unseen), "First unseen").ConfigureAwait(false);
        await OkAsync(context, new NumberCode("UIDVALIDITY", mailbox.UidValidity), "UIDs valid").ConfigureAwait(false);
        await OkAsync(context, new NumberCode("UIDNEXT", mailbox.UidNext), "Predicted next UID").ConfigureAwait(false);
        if (context.Offers("CONDSTORE"))
            await OkAsync(context, new NumberCode("HIGHESTMODSEQ", mailbox.HighestModSeq), "Highest").ConfigureAwait(false);
        if (command.Resync is { } known)
            await Resynchronization.TellAsync(context, view, known).ConfigureAwait(false);
        return Answer.Ok(command.Name + " completed", new ResponseCode(view.IsReadOnly ? "READ-ONLY" : "READ-WRITE"));
    }

    public static Answer Close(SessionContext context)
    {
        ResponseCode? code = null;
        if (context.View is { IsReadOnly: false } view)
            code = ExpungeHandler.Code(context, view, view.Mailbox.Expunge(view.Messages.Where(static m => m.Flags.Has(SystemFlags.Deleted))));
        context.Select(null);
        return Answer.Ok("CLOSE completed", code);
    }

    public static Answer Unselect(SessionContext context)
    {
        if (!context.Offers("UNSELECT"))
            return Answer.NotOffered("UNSELECT");
        context.Select(null);
        return Answer.Ok("UNSELECT completed");
    }

    private static ValueTask OkAsync(SessionContext context, ResponseCode code, string text) =>
        context.Output.WriteAsync(new StatusResponse(null, StatusKind.Ok, code, text));
}
