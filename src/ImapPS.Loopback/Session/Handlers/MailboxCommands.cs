using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Loopback.Session.Handlers;

/// <summary>CREATE, DELETE, RENAME, SUBSCRIBE and UNSUBSCRIBE.</summary>
internal static class MailboxCommands
{
    public static Answer Create(SessionContext context, CreateCommand command)
    {
        if (command.SpecialUse.Count > 0 && !context.Offers("CREATE-SPECIAL-USE"))
            return Answer.NotOffered("CREATE-SPECIAL-USE");
        // RFC 6154 section 3: what can't be given is refused before anything is made.
        if (command.SpecialUse.Count > 1 || command.SpecialUse.Any(use => !SpecialUseHandler.CanHave(context.Store, null, use)))
            return Answer.No("The mailbox can't have that special use", "USEATTR");

        // RFC 9051 section 6.3.4: a delimiter at the end only says that there will be mailboxes below.
        var name = command.Mailbox.Name.TrimEnd(context.Store.Delimiter);
        if (name.Length == 0 || !command.Mailbox.IsDecoded || HasEmptyLevel(context, name))
            return Answer.No("That can't be a mailbox's name", "CANNOT");
        var mailbox = MailboxName.Create(name);
        if (context.Store.TryGet(mailbox, out var existing))
        {
            if (!existing.IsContainer)
                return Answer.No("There is such a mailbox already", "ALREADYEXISTS");
            existing.IsContainer = false;
        }

        context.Store.GetOrCreate(mailbox).SpecialUse = command.SpecialUse.Count > 0 ? command.SpecialUse[0] : null;
        return Answer.Ok("CREATE completed");
    }

    public static Answer Delete(SessionContext context, DeleteCommand command)
    {
        if (command.Mailbox.IsInbox)
            return Answer.No("INBOX can't be deleted", "CANNOT");
        if (!context.Store.TryGet(command.Mailbox, out var mailbox))
            return Answer.No("There is no such mailbox", "NONEXISTENT");
        if (mailbox.IsReadOnly)
            return Answer.No("The mailbox can't be changed", "NOPERM");
        return context.Store.Delete(command.Mailbox)
            ? Answer.Ok("DELETE completed")
            : Answer.No("The mailbox has others below it", "HASCHILDREN");
    }

    public static Answer Rename(SessionContext context, RenameCommand command)
    {
        if (!context.Store.TryGet(command.Mailbox, out var mailbox))
            return Answer.No("There is no such mailbox", "NONEXISTENT");
        if (mailbox.IsReadOnly)
            return Answer.No("The mailbox can't be changed", "NOPERM");
        if (context.Store.TryGet(command.NewName, out _))
            return Answer.No("There is such a mailbox already", "ALREADYEXISTS");
        if (!command.NewName.IsDecoded || HasEmptyLevel(context, command.NewName.Name) || !context.Store.Rename(command.Mailbox, command.NewName))
            return Answer.No("The mailbox can't get that name", "CANNOT");
        return Answer.Ok("RENAME completed");
    }

    public static Answer Subscribe(SessionContext context, SubscribeCommand command)
    {
        if (!context.Store.TryGet(command.Mailbox, out _))
            return Answer.No("There is no such mailbox", "NONEXISTENT");
        context.Store.Subscribe(command.Mailbox);
        return Answer.Ok("SUBSCRIBE completed");
    }

    public static Answer Unsubscribe(SessionContext context, UnsubscribeCommand command)
    {
        context.Store.Unsubscribe(command.Mailbox);
        return Answer.Ok("UNSUBSCRIBE completed");
    }

    private static bool HasEmptyLevel(SessionContext context, string name) =>
        name.Split(context.Store.Delimiter).Any(static level => level.Length == 0);
}
