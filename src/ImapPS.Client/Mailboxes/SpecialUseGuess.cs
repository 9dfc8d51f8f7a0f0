using System.Runtime.CompilerServices;

namespace ImapPS.Client.Mailboxes;

/// <summary>Guesses special uses that no mailbox has by attribute, from the names of mailboxes that stand at the top.</summary>
internal static class SpecialUseGuess
{
    /// <summary>Passes mailboxes on. Those whose name may mean a special use come last, for only then is it known which uses are taken.</summary>
    /// <param name="mailboxes">All there are.</param>
    /// <param name="hierarchy">Where the top is.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static async IAsyncEnumerable<MailboxInfo> AddAsync(IAsyncEnumerable<MailboxInfo> mailboxes, MailboxHierarchy hierarchy, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var candidates = new List<(MailboxInfo Mailbox, string Use, int Rank)>();
        await foreach (var mailbox in mailboxes.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (mailbox.SpecialUse is { } use)
                taken.Add(use);
            else if (Find(mailbox, hierarchy) is { } guess)
            {
                candidates.Add((mailbox, guess.Use, guess.Rank));
                continue;
            }

            yield return mailbox;
        }

        var best = candidates.Where(c => !taken.Contains(c.Use)).GroupBy(static c => c.Use).ToDictionary(static g => g.Key, static g => g.OrderBy(static c => c.Rank).First().Mailbox.Name);
        foreach (var (mailbox, use, _) in candidates)
            yield return best.TryGetValue(use, out var name) && name.Equals(mailbox.Name) ? mailbox with { GuessedUse = use } : mailbox;
    }

    /// <summary>The use that the name speaks for; null if it speaks for none, or the mailbox is not at the top or holds no messages.</summary>
    public static (string Use, int Rank)? Find(MailboxInfo mailbox, MailboxHierarchy hierarchy)
    {
        if (!mailbox.IsSelectable || mailbox.Name.IsInbox)
            return null;
        var name = hierarchy.WithoutPrefix(mailbox.Name.Name);
        if (mailbox.Delimiter is { } delimiter)
        {
            // Below INBOX is the top for many servers, whether their namespace says so or not.
            if (name.StartsWith("INBOX" + delimiter, StringComparison.OrdinalIgnoreCase))
                name = name.Substring(6);
            if (name.IndexOf(delimiter) >= 0)
                return null;
        }

        return SpecialUseNames.Find(name);
    }
}
