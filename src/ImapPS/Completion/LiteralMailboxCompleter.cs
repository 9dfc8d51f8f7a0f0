using System.Collections;
using ImapPS.Sessions;

namespace ImapPS.Completion;

/// <summary>Offers the mailboxes of the session by their names as they are.</summary>
public sealed class LiteralMailboxCompleter : WordCompleter
{
    private protected override IEnumerable<(string Text, string Tip)> Offer(string word, IDictionary parameters) =>
        SessionWords.Find(parameters)?.Catalog.Get(MailboxCatalog.Patience) ?? [];
}
