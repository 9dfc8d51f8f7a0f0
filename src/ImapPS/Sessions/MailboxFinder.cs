using System.Management.Automation;
using System.Runtime.CompilerServices;
using ImapPS.Client;
using ImapPS.Client.Mailboxes;
using ImapPS.Errors;
using ImapPS.Protocol.Values;

namespace ImapPS.Sessions;

/// <summary>Finds the mailboxes that a person asks for, one by one as the server lists them.</summary>
internal sealed class MailboxFinder(Client.Session.ImapSession engine, MailboxNames names)
{
    /// <summary>The mailboxes of a selection. A pattern may find none; a name or a special use that finds none is an error.</summary>
    /// <exception cref="ImapException">InvalidArgument: no name, or several that differ in case only; MailboxNotFound; what listing throws.</exception>
    public IAsyncEnumerable<MailboxInfo> FindAsync(MailboxSelection selection, CancellationToken cancellationToken)
    {
        if (!selection.IsLiteral && selection.Text == MailboxSelection.Everything)
            return FindAllAsync(selection, cancellationToken);
        if (!selection.IsLiteral && SpecialUses.TryParse(selection.Text, out var use))
            return FindUseAsync(use, selection, cancellationToken);
        return !selection.IsLiteral && MailboxText.HasWildcards(selection.Text)
            ? FindMatchingAsync(selection, cancellationToken)
            : FindNamedAsync(selection, cancellationToken);
    }

    private async IAsyncEnumerable<MailboxInfo> FindAllAsync(MailboxSelection selection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var hierarchy = await engine.GetHierarchyAsync(cancellationToken).ConfigureAwait(false);
        var all = List(selection, [MailboxSelection.Everything], selection.Depth is null, cancellationToken);
        await foreach (var mailbox in (selection.Depth is not null ? WithStatusAsync(TopAsync(), selection, cancellationToken) : all).ConfigureAwait(false))
            yield return mailbox;

        async IAsyncEnumerable<MailboxInfo> TopAsync()
        {
            await foreach (var mailbox in all.ConfigureAwait(false))
            {
                if (LevelsBelow(hierarchy.WithoutPrefix(mailbox.Name.Name), 0, mailbox.Delimiter) <= selection.Depth)
                    yield return mailbox;
            }
        }
    }

    private async IAsyncEnumerable<MailboxInfo> FindUseAsync(string use, MailboxSelection selection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var found in await names.FindUseAsync(use, cancellationToken).ConfigureAwait(false))
        {
            await foreach (var mailbox in FindFromAsync(found.Name, selection, cancellationToken).ConfigureAwait(false))
                yield return mailbox.Name.Equals(found.Name) ? mailbox with { GuessedUse = found.GuessedUse } : mailbox;
        }
    }

    private async IAsyncEnumerable<MailboxInfo> FindNamedAsync(MailboxSelection selection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var text = selection.IsLiteral ? MailboxText.Escape(selection.Text) : selection.Text;
        var any = false;
        await foreach (var mailbox in FindFromAsync(await names.TranslateAsync(text, cancellationToken).ConfigureAwait(false), selection, cancellationToken).ConfigureAwait(false))
        {
            any = true;
            yield return mailbox;
        }

        if (!any && await names.FindSimilarAsync(text, cancellationToken).ConfigureAwait(false) is { } similar)
        {
            await foreach (var mailbox in FindFromAsync(similar, selection, cancellationToken).ConfigureAwait(false))
            {
                any = true;
                yield return mailbox;
            }
        }

        if (!any && !selection.Subscribed)
            throw new ImapException(ImapError.MailboxNotFound, Strings.Format(ErrorIds.MailboxNotFound, SafeText.Clean(MailboxText.Unescape(text)))) { Hint = Strings.Find(ErrorIds.MailboxNotFound + "Hint") };
    }

    /// <summary>One mailbox, by the very name that the server has for it, and, if so asked, those below it; nothing if it is gone.</summary>
    public async IAsyncEnumerable<MailboxInfo> FindFromAsync(MailboxName root, MailboxSelection selection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var delimiter = selection.Recurse ? (await engine.GetHierarchyAsync(cancellationToken).ConfigureAwait(false)).Delimiter : null;
        string[] patterns = delimiter is null ? [root.Name] : [root.Name, root.Name + delimiter + "*"];
        // IMAP's own wildcards in the name match others, too; and INBOX is written in any case.
        await foreach (var mailbox in List(selection, patterns, statusTogether: true, cancellationToken).ConfigureAwait(false))
        {
            if (mailbox.Name.Equals(root) || (delimiter is { } d && IsBelow(mailbox.Name.Name, root, d) && !(LevelsBelow(mailbox.Name.Name, root.Name.Length + 1, d) >= selection.Depth)))
                yield return await engine.WithGuessAsync(mailbox, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>PowerShell's wildcards disregard case and can say more than IMAP's, so the whole list is looked through here.</summary>
    private async IAsyncEnumerable<MailboxInfo> FindMatchingAsync(MailboxSelection selection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!MailboxText.HasWildcards(selection.Text, brackets: false) && await names.FindNameAsync(selection.Text, cancellationToken).ConfigureAwait(false) is { } named)
        {
            await foreach (var mailbox in FindFromAsync(named, selection, cancellationToken).ConfigureAwait(false))
                yield return mailbox;
            yield break;
        }

        var hierarchy = await engine.GetHierarchyAsync(cancellationToken).ConfigureAwait(false);
        var matching = MatchAsync(List(selection, [MailboxSelection.Everything], statusTogether: false, cancellationToken), selection, hierarchy, cancellationToken);
        await foreach (var mailbox in WithStatusAsync(matching, selection, cancellationToken).ConfigureAwait(false))
            yield return mailbox;
    }

    private IAsyncEnumerable<MailboxInfo> WithStatusAsync(IAsyncEnumerable<MailboxInfo> mailboxes, MailboxSelection selection, CancellationToken cancellationToken) =>
        selection.Status is { } items ? engine.WithStatusAsync(mailboxes, items, cancellationToken) : mailboxes;

    private static async IAsyncEnumerable<MailboxInfo> MatchAsync(
        IAsyncEnumerable<MailboxInfo> mailboxes,
        MailboxSelection selection,
        MailboxHierarchy hierarchy,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pattern = WildcardPattern.Get(selection.Text, WildcardOptions.IgnoreCase);
        var plain = selection.Text.IndexOf('[') < 0 ? null : WildcardPattern.Get(MailboxText.EscapeBrackets(selection.Text), WildcardOptions.IgnoreCase);
        // What matches only if brackets stand for themselves counts if nothing matches otherwise.
        var second = new List<MailboxInfo>();
        var any = false;
        await foreach (var mailbox in mailboxes.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (Matches(mailbox, pattern))
            {
                any = true;
                yield return mailbox;
            }
            else if (!any && plain is not null && Matches(mailbox, plain))
            {
                second.Add(mailbox);
            }
        }

        if (any)
            yield break;
        foreach (var mailbox in second)
            yield return mailbox;

        bool Matches(MailboxInfo mailbox, WildcardPattern wanted)
        {
            var name = mailbox.Name.Name;
            if (hierarchy.ToPeople(name).Any(wanted.IsMatch))
                return true;
            if (!selection.Recurse || mailbox.Delimiter is not { } delimiter)
                return false;
            var levels = 0;
            for (var at = name.LastIndexOf(delimiter); at > 0 && !(++levels > selection.Depth); at = name.LastIndexOf(delimiter, at - 1))
            {
                if (hierarchy.ToPeople(name.Substring(0, at)).Any(wanted.IsMatch))
                    return true;
            }

            return false;
        }
    }

    private IAsyncEnumerable<MailboxInfo> List(MailboxSelection selection, string[] patterns, bool statusTogether, CancellationToken cancellationToken)
    {
        var query = new MailboxQuery
        {
            Patterns = patterns,
            Subscribed = selection.Subscribed,
            WithSubscriptions = selection.WithSubscriptions,
            Status = statusTogether ? selection.Status : null,
        };
        // Among the subscribed alone it isn't known which uses others have, unless the server never tells of any.
        return patterns[0] == MailboxSelection.Everything && !(selection.Subscribed && engine.Capabilities.SpecialUse)
            ? engine.EnumerateAllAsync(query, cancellationToken)
            : engine.EnumerateAsync(query, cancellationToken);
    }

    private static bool IsBelow(string name, MailboxName root, char delimiter) =>
        name.Length > root.Name.Length + 1 && name[root.Name.Length] == delimiter
        && name.StartsWith(root.Name, root.IsInbox ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    /// <summary>The delimiters in a name from a place on: 0 for the level that begins there.</summary>
    private static int LevelsBelow(string name, int start, char? delimiter)
    {
        var count = 0;
        for (var i = start; i < name.Length; i++)
        {
            if (name[i] == delimiter)
                count++;
        }

        return count;
    }
}
