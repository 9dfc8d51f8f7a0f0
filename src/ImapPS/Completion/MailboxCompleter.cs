using System.Collections;
using ImapPS.Client.Mailboxes;
using ImapPS.Sessions;

namespace ImapPS.Completion;

/// <summary>Offers the mailboxes of the session, written so that each stands for itself, and special uses.</summary>
public sealed class MailboxCompleter : WordCompleter
{
    private protected override IEnumerable<(string Text, string Tip)> Offer(string word, IDictionary parameters)
    {
        var mailboxes = SessionWords.Find(parameters)?.Catalog.Get(MailboxCatalog.Patience) ?? [];
        return mailboxes.Select(static m => (MailboxText.Escape(m.Name), m.Tip))
            .Concat(SpecialUses.Names.Select(static use => ("\\" + use, $"The mailbox for {use}, whatever it is called.")));
    }

    // A name with a bracket in it may be typed with its backtick or without.
    private protected override bool Matches(string text, string word) =>
        base.Matches(text, word) || (text[0] != '\\' && base.Matches(MailboxText.Unescape(text), MailboxText.Unescape(word)));
}
