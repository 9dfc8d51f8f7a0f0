using ImapPS.Loopback.Store;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Loopback.Session.Handlers;

/// <summary>COPY and MOVE (RFC 9051 sections 6.4.7 and 6.4.8).</summary>
internal static class CopyHandler
{
    public static async Task<Answer> RunAsync(SessionContext context, MailboxView view, UidSet set, bool byUid, MailboxName destination, bool move)
    {
        var name = (byUid ? "UID " : "") + (move ? "MOVE" : "COPY");
        if (move && !context.Offers("MOVE"))
            return Answer.NotOffered("MOVE");
        if (move && view.IsReadOnly)
            return Answer.No("The mailbox is open for reading only");
        if (MessageSet.Resolve(view, set, byUid) is not { } indexes)
            return Answer.Bad("There is no message of that number");
        if (!context.Store.TryGet(destination, out var target))
            return Answer.No("There is no such mailbox", "TRYCREATE");
        if (target.IsContainer)
            return Answer.No("The mailbox can't hold messages", "CANNOT");
        if (target.IsReadOnly)
            return Answer.No("The mailbox can't be changed", "NOPERM");

        var messages = indexes.Select(i => view.Messages[i]).ToList();
        if (!byUid && messages.Exists(static m => m.IsExpunged))
            return Answer.No("Some of the messages are gone", "EXPUNGEISSUED");
        messages.RemoveAll(static m => m.IsExpunged);
        // What is moved takes no more room than before.
        if (!move && context.Store.Quota.Refuses(context.Store, messages.Count, messages.Sum(static m => (long)m.GetBytes().Length)))
            return AppendHandler.OverQuota();
        var copies = messages.ConvertAll(m => target.Add(m.Open(), m.Flags, m.InternalDate));
        var code = context.Offers("UIDPLUS") && copies.Count > 0
            ? new CopyUidCode(target.UidValidity, Ranges(messages), Ranges(copies))
            : null;
        if (!move)
            return Answer.Ok(name + " completed", code);

        // RFC 6851 section 4.3: COPYUID comes before the EXPUNGEs, so not in the tagged response.
        if (code is not null)
            await context.Output.WriteAsync(new StatusResponse(null, StatusKind.Ok, code, "Moved")).ConfigureAwait(false);
        return Answer.Ok(name + " completed", ExpungeHandler.Code(context, view, view.Mailbox.Expunge(messages)));
    }

    private static IReadOnlyList<UidRange> Ranges(List<LoopbackMessage> messages) => [.. UidSet.From(messages.Select(static m => m.Uid))];
}
