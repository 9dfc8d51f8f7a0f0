using ImapPS.Loopback.Store;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Loopback.Session.Handlers;

/// <summary>APPEND (RFC 9051 section 6.3.12), with BINARY (RFC 3516), MULTIAPPEND (RFC 3502) and UTF8=ACCEPT (RFC 6855).</summary>
internal static class AppendHandler
{
    public static Answer Run(SessionContext context, AppendCommand command)
    {
        if (command.Messages.Count > 1 && !context.Offers("MULTIAPPEND"))
            return Answer.NotOffered("MULTIAPPEND");
        if (Refusal(context, command.Mailbox, command.Messages, out var mailbox) is { } refusal)
            return refusal;
        var added = command.Messages.Select(m => Add(mailbox!, m).Uid).ToArray();
        return Answer.Ok("APPEND completed", context.Offers("UIDPLUS") ? Code(mailbox!, added) : null);
    }

    /// <summary>The answer if the messages can't be added.</summary>
    public static Answer? Refusal(SessionContext context, MailboxName name, IReadOnlyList<AppendEntry> messages, out LoopbackMailbox? mailbox)
    {
        mailbox = null;
        // IMAP4rev2 has taken over no more of BINARY than FETCH (RFC 9051 appendix E).
        if (!context.Announces("BINARY") && messages.Any(static m => m.Form == AppendForm.Literal8))
            return Answer.NotOffered("BINARY");
        if (!context.IsEnabled("UTF8=ACCEPT") && messages.Any(static m => m.Form == AppendForm.Utf8))
            return Answer.Bad("UTF8=ACCEPT is not enabled");
        if (!context.Store.TryGet(name, out mailbox))
            return Answer.No("There is no such mailbox", "TRYCREATE");
        if (mailbox.IsContainer)
            return Answer.No("The mailbox can't hold messages", "CANNOT");
        return mailbox.IsReadOnly ? Answer.No("The mailbox can't be changed", "NOPERM") : null;
    }

    public static LoopbackMessage Add(LoopbackMailbox mailbox, AppendEntry message) =>
        mailbox.Add(new MessageContent(((MemoryLiteral)message.Content).Bytes.ToArray()), message.Flags, message.InternalDate);

    public static AppendUidCode Code(LoopbackMailbox mailbox, params uint[] uids) => new(mailbox.UidValidity, [.. UidSet.From(uids)]);
}
