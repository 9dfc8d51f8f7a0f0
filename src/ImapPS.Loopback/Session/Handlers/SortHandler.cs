using ImapPS.Loopback.Searching;
using ImapPS.Loopback.Store;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Ordering;
using ImapPS.Protocol.Responses;

namespace ImapPS.Loopback.Session.Handlers;

/// <summary>SORT and THREAD (RFC 5256), ESORT (RFC 5267), SORT=DISPLAY (RFC 5957).</summary>
internal static class SortHandler
{
    public static async Task<Answer> RunAsync(SessionContext context, MailboxView view, UidSortCommand command, string tag)
    {
        if (Refusal(context, view, command) is { } refusal)
            return refusal;
        var found = SearchHandler.Find(context, view, command.Key);
        var order = MessageSorter.Sort(Read(view, found), command.Criteria);
        var sorted = order.Select(view.IndexOf).ToList();
        var results = sorted.Select(i => SearchHandler.Number(view, i, command.ByUid)).ToList();
        var modSeq = SearchHandler.HighestModSeq(view, sorted, command.Key);
        if (SearchHandler.Extended(view, sorted, results, command.Return, command.Partial, command.ByUid) is { } extended)
            await context.Output.WriteAsync(extended with { Tag = tag, ModSeq = modSeq }).ConfigureAwait(false);
        else if (command.Return is null)
            await context.Output.WriteAsync(new SortResponse(results, modSeq)).ConfigureAwait(false);
        return Answer.Ok(command.Name + " completed");
    }

    public static async Task<Answer> RunAsync(SessionContext context, MailboxView view, UidThreadCommand command)
    {
        var capability = "THREAD=" + command.Algorithm.ToString().ToUpperInvariant();
        if (!context.Offers(capability))
            return Answer.NotOffered(capability);
        if (SearchHandler.Refusal(context, command.Key) is { } refusal)
            return refusal;
        var members = MessageThreader.Thread(Read(view, SearchHandler.Find(context, view, command.Key)), command.Algorithm);
        if (!command.ByUid)
            members = members.Select(m => m.Number == 0 ? m : m with { Number = (uint)view.IndexOf(m.Number) + 1 }).ToArray();
        await context.Output.WriteAsync(new ThreadResponse(members)).ConfigureAwait(false);
        return Answer.Ok(command.Name + " completed");
    }

    private static Answer? Refusal(SessionContext context, MailboxView view, UidSortCommand command)
    {
        if (!context.Offers("SORT"))
            return Answer.NotOffered("SORT");
        if (command.Criteria.Any(static c => c.Key is SortKey.DisplayFrom or SortKey.DisplayTo) && !context.Offers("SORT=DISPLAY"))
            return Answer.NotOffered("SORT=DISPLAY");
        if ((command.Return is not null || command.Partial is not null) && !context.Offers("ESORT"))
            return Answer.NotOffered("ESORT");
        return SearchHandler.Refusal(context, command.Key) ?? SearchHandler.ReturnRefusal(context, view, command.Return, command.Partial);
    }

    private static List<SortFields> Read(MailboxView view, List<int> found)
    {
        var reader = new SortFieldsReader();
        return found.ConvertAll(i => reader.Read(view.Messages[i]));
    }
}
