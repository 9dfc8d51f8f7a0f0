using ImapPS.Loopback.Session.Fetching;
using ImapPS.Loopback.Store;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Loopback.Session;

/// <summary>Tells a session what others did to its mailbox, when it may be told (RFC 9051 sections 7.4.1 and 7.5).</summary>
internal static class ChangeTeller
{
    /// <param name="context">The session.</param>
    /// <param name="expunges">False in FETCH, STORE and SEARCH with sequence numbers, whose numbers must not shift.</param>
    /// <param name="flags">False where a client doesn't want to hear of flags at any moment.</param>
    public static async Task TellAsync(SessionContext context, bool expunges, bool flags = true)
    {
        if (context.View is { } view)
            await TellAsync(context, view, view.TakeChanges(expunges, flags)).ConfigureAwait(false);
        await NotificationTeller.TellAsync(context).ConfigureAwait(false);
    }

    private static async Task TellAsync(SessionContext context, MailboxView view, ViewChanges changes)
    {
        if (changes.Expunged.Count > 0)
            await TellExpungedAsync(context, changes).ConfigureAwait(false);
        if (changes.Exists is { } count)
            await context.Output.WriteAsync(new ExistsResponse((uint)count)).ConfigureAwait(false);
        if (changes.Added.Count > 0 && context.Notifications?.Selected?.NewItems is { } items)
            await FetchHandler.RunAsync(context, view, new UidFetchCommand(UidSet.From(changes.Added.Select(static m => m.Uid)), items)).ConfigureAwait(false);
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
