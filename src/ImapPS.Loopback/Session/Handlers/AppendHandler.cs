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
        if (Refusal(context, command.Mailbox, command.Messages, null, out var mailbox) is { } refusal)
            return refusal;
        var added = command.Messages.Select(m => Add(mailbox!, m).Uid).ToArray();
        return Answer.Ok("APPEND completed", context.Offers("UIDPLUS") ? Code(mailbox!, added) : null);
    }

    /// <summary>The answer if the messages can't be added.</summary>
    /// <param name="context">The session.</param>
    /// <param name="name">Where to.</param>
    /// <param name="messages">Which.</param>
    /// <param name="replaced">A message that goes for them, and whose room counts as free.</param>
    /// <param name="mailbox">Where to, if it is there.</param>
    public static Answer? Refusal(SessionContext context, MailboxName name, IReadOnlyList<AppendEntry> messages, LoopbackMessage? replaced, out LoopbackMailbox? mailbox)
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
        if (mailbox.IsReadOnly)
            return Answer.No("The mailbox can't be changed", "NOPERM");
        var octets = messages.Sum(static m => m.Content.Length);
        var refused = replaced is null
            ? context.Store.Quota.Refuses(context.Store, messages.Count, octets)
            : context.Store.Quota.Refuses(context.Store, 0, octets - replaced.GetBytes().Length);
        return refused ? OverQuota() : null;
    }

    /// <summary>RFC 9208 section 4.3.1.</summary>
    public static Answer OverQuota() => Answer.No("The quota would be exceeded", "OVERQUOTA");

    public static LoopbackMessage Add(LoopbackMailbox mailbox, AppendEntry message) =>
        mailbox.Add(new MessageContent(((MemoryLiteral)message.Content).Bytes.ToArray()), message.Flags, message.InternalDate);

    public static AppendUidCode Code(LoopbackMailbox mailbox, params uint[] uids) => new(mailbox.UidValidity, [.. UidSet.From(uids)]);
}
