using ImapPS.Loopback.Store;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Loopback.Session;

/// <summary>QRESYNC: tells a client what changed while it wasn't there (RFC 7162 section 3.2).</summary>
internal static class Resynchronization
{
    /// <summary>The answer to SELECT: what went, then what changed.</summary>
    public static async Task TellAsync(SessionContext context, MailboxView view, SelectResync known)
    {
        if (known.UidValidity != view.Mailbox.UidValidity)
            return;
        var uids = known.KnownUids ?? UidSet.All;
        await TellVanishedAsync(context, view, uids, known.ModSeq, known.Match).ConfigureAwait(false);
        foreach (var index in MessageSet.Resolve(view, uids, byUid: true)!)
        {
            if (view.Messages[index].ModSeq > known.ModSeq && uids.Contains(view.Messages[index].Uid))
                await ChangeTeller.TellFlagsAsync(context, index + 1, view.Messages[index], withUid: true).ConfigureAwait(false);
        }
    }

    /// <summary>VANISHED (EARLIER): those of the messages that are gone since.</summary>
    public static async Task TellVanishedAsync(SessionContext context, MailboxView view, UidSet uids, ulong since, SequenceMatch? match = null)
    {
        var here = UidSet.From(view.Messages.Select(static m => m.Uid));
        var went = view.Mailbox.ExpungedSince(since) ?? NotThere(view, here, match);
        var told = went.Except(here);
        told = told.Except(told.Except(uids));
        if (!told.IsEmpty)
            await context.Output.WriteAsync(new VanishedResponse(true, told)).ConfigureAwait(false);
    }

    /// <summary>All UIDs that were ever given and are not there: what went when is forgotten.</summary>
    private static UidSet NotThere(MailboxView view, UidSet here, SequenceMatch? match)
    {
        // Section 3.2.5.2: where a sequence number still has its UID, nothing below is gone.
        var first = 1u;
        if (match is not null)
        {
            foreach (var (sequence, uid) in match.Sequence.Uids().Zip(match.Uids.Uids(), static (s, u) => (s, u)))
            {
                if (sequence <= view.Messages.Count && view.Messages[(int)sequence - 1].Uid == uid)
                    first = uid;
            }
        }

        var next = Math.Max(view.Mailbox.UidNext, view.LargestUid + 1);
        return next <= first ? UidSet.Empty : UidSet.Of(first, next - 1).Except(here);
    }
}
