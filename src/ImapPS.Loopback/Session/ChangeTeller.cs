using ImapPS.Loopback.Store;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Loopback.Session;

/// <summary>Tells a session what others did to its mailbox, when it may be told (RFC 9051 sections 7.4.1 and 7.5).</summary>
internal static class ChangeTeller
{
    /// <param name="context">The session.</param>
    /// <param name="expunges">False in FETCH, STORE and SEARCH with sequence numbers, whose numbers must not shift.</param>
    public static async Task TellAsync(SessionContext context, bool expunges)
    {
        if (context.View is not { } view)
            return;
        var changes = view.TakeChanges(expunges);
        if (changes.Expunged.Count > 0)
            await TellExpungedAsync(context, changes).ConfigureAwait(false);
        if (changes.Exists is { } count)
            await context.Output.WriteAsync(new ExistsResponse((uint)count)).ConfigureAwait(false);
        foreach (var (sequence, message) in changes.Changed)
            await TellFlagsAsync(context, sequence, message, withUid: true).ConfigureAwait(false);
    }

    private static async Task TellExpungedAsync(SessionContext context, ViewChanges changes)
    {
        if (context.UsesQResync)
        {
            await context.Output.WriteAsync(new VanishedResponse(false, UidSet.From(changes.Expunged.Select(static e => e.Message.Uid)))).ConfigureAwait(false);
            return;
        }

        foreach (var (sequence, _) in changes.Expunged)
            await context.Output.WriteAsync(new ExpungeResponse((uint)sequence)).ConfigureAwait(false);
    }

    public static ValueTask TellFlagsAsync(SessionContext context, int sequence, LoopbackMessage message, bool withUid)
    {
        var response = new FetchResponse((uint)sequence) { Flags = message.Flags };
        if (withUid)
            response.Uid = message.Uid;
        if (context.CondStore)
            response.ModSeq = message.ModSeq;
        return context.Output.WriteAsync(response);
    }
}
