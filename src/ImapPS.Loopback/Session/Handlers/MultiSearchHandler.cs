using ImapPS.Loopback.Store;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Loopback.Session.Handlers;

/// <summary>ESEARCH: a search in several mailboxes (RFC 7377). One answer a mailbox, and none where nothing was found.</summary>
internal static class MultiSearchHandler
{
    public static async Task<Answer> RunAsync(SessionContext context, MultiSearchCommand command, string tag)
    {
        if (!context.Offers("MULTISEARCH"))
            return Answer.NotOffered("MULTISEARCH");
        if ((command.Return & SearchReturn.Save) != 0)
            return Answer.Bad("Only what the selected mailbox holds can be saved");
        if (SearchHandler.Refusal(context, command.Key) is { } refusal)
            return refusal;
        IReadOnlyList<SearchSource> sources = command.Sources.Count > 0 ? command.Sources : [new SearchSource(SearchSourceKind.Selected)];
        if (context.View is null && sources.Any(static s => s.Kind == SearchSourceKind.Selected))
            return Answer.Bad("No mailbox is selected");
        // Section 2.1: a mailbox that can't be searched is passed over, and each is searched once.
        foreach (var mailbox in context.Store.Mailboxes.Where(m => !m.IsContainer && sources.Any(s => Names(context, s, m.MailboxName))))
        {
            using var view = mailbox.Open(readOnly: true);
            var found = SearchHandler.Find(context, view, command.Key);
            if (found.Count == 0)
                continue;
            var results = found.ConvertAll(i => view.Messages[i].Uid);
            var response = SearchHandler.Extended(view, found, results, command.Return, null, byUid: true)!;
            await context.Output.WriteAsync(response with { Tag = tag, Mailbox = mailbox.MailboxName, UidValidity = mailbox.UidValidity }).ConfigureAwait(false);
        }

        return Answer.Ok("ESEARCH completed");
    }

    private static bool Names(SessionContext context, SearchSource source, MailboxName mailbox) => source.Kind switch
    {
        SearchSourceKind.Selected => mailbox.Equals(context.View!.Mailbox.MailboxName),
        SearchSourceKind.Inboxes => mailbox.IsInbox,
        SearchSourceKind.Personal => true,
        SearchSourceKind.Subscribed => context.Store.IsSubscribed(mailbox),
        SearchSourceKind.Mailboxes => source.Mailboxes.Contains(mailbox),
        _ => source.Mailboxes.Any(m => m.Equals(mailbox) || IsBelow(context.Store.Delimiter, m.Name, mailbox.Name, source.Kind == SearchSourceKind.SubtreeOne)),
    };

    private static bool IsBelow(char delimiter, string above, string name, bool next) =>
        name.Length > above.Length && name.StartsWith(above, StringComparison.Ordinal) && name[above.Length] == delimiter
        && (!next || name.IndexOf(delimiter, above.Length + 1) < 0);
}
