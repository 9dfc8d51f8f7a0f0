using ImapPS.Loopback.Store;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Loopback.Session.Handlers;

/// <summary>STORE (RFC 9051 section 6.4.6), with UNCHANGEDSINCE (RFC 7162 section 3.1.3).</summary>
internal static class StoreHandler
{
    public static async Task<Answer> RunAsync(SessionContext context, MailboxView view, UidStoreCommand command)
    {
        if (command.UnchangedSince is not null)
        {
            if (!context.Offers("CONDSTORE"))
                return Answer.NotOffered("CONDSTORE");
            context.CondStore = true;
        }

        if (view.IsReadOnly)
            return Answer.No("The mailbox is open for reading only");
        if (MessageSet.Resolve(view, command.Uids, command.ByUid) is not { } indexes)
            return Answer.Bad("There is no message of that number");
        var modified = new List<uint>();
        var gone = false;
        foreach (var index in indexes)
        {
            var message = view.Messages[index];
            gone |= message.IsExpunged;
            if (message.IsExpunged)
                continue;
            if (view.Mailbox.ChangeFlags(message, flags => Apply(flags, command), command.UnchangedSince, view))
            {
                if (!command.Silent || context.CondStore)
                    await TellAsync(context, command, index + 1, message).ConfigureAwait(false);
            }
            else if (!message.IsExpunged)
            {
                modified.Add(command.ByUid ? message.Uid : (uint)index + 1);
            }
        }

        if (gone && !command.ByUid)
            return Answer.No("Some of the messages are gone", "EXPUNGEISSUED");
        return modified.Count > 0
            ? Answer.Ok("Some messages had changed", new ModifiedCode(UidSet.From(modified)))
            : Answer.Ok(command.Name + " completed");
    }

    private static MessageFlags Apply(MessageFlags flags, UidStoreCommand command) => command.Mode switch
    {
        StoreMode.Add => flags.Union(command.Flags),
        StoreMode.Remove => flags.Except(command.Flags),
        _ => command.Flags,
    };

    private static ValueTask TellAsync(SessionContext context, UidStoreCommand command, int sequence, LoopbackMessage message)
    {
        if (!command.Silent)
            return ChangeTeller.TellFlagsAsync(context, sequence, message, command.ByUid);

        // RFC 7162 section 3.1.3: MODSEQ is told even to .SILENT.
        return context.Output.WriteAsync(new FetchResponse((uint)sequence) { Uid = command.ByUid ? message.Uid : 0, ModSeq = message.ModSeq });
    }
}
