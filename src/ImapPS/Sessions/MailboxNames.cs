using System.Collections.Concurrent;
using ImapPS.Client;
using ImapPS.Client.Mailboxes;
using ImapPS.Errors;
using ImapPS.Protocol.Values;

namespace ImapPS.Sessions;

/// <summary>
/// What mailbox names mean on one server. "/" parts levels whatever the server's delimiter is, and the prefix of the user's
/// own mailboxes may be left out; "\Trash" is the mailbox of that special use; upper and lower case count only where they
/// tell two mailboxes apart; a name that the server itself gave is taken as it is.
/// </summary>
internal sealed class MailboxNames(Client.Session.ImapSession engine, NoticeQueue notices)
{
    private const int MostNamed = 5;

    private readonly ConcurrentDictionary<string, MailboxName> _known = new(StringComparer.Ordinal);

    /// <summary>The names that the server gave so far.</summary>
    public IEnumerable<string> Known => _known.Select(static known => known.Value.Name).Distinct(StringComparer.Ordinal);

    /// <summary>A name that the server gave.</summary>
    public void Remember(MailboxName name) => _known[name.Name] = name;

    /// <summary>The mailbox was renamed or removed: what it was called may mean another one.</summary>
    public void Forget(MailboxName name)
    {
        foreach (var known in _known)
        {
            if (known.Value.Equals(name))
                _known.TryRemove(known.Key, out _);
        }
    }

    /// <summary>The one mailbox that a person means. Wildcards stand for themselves: what is done under a UID is done in one mailbox.</summary>
    /// <param name="name">A name or a special use.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The mailbox as the server writes it; the name as it was given if there is none.</returns>
    /// <exception cref="ImapException">InvalidArgument: it can't be a name, or several answer to it; MailboxNotFound: none has that special use.</exception>
    public async Task<MailboxName> ResolveAsync(string name, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(name, out var known))
            return known;
        if (!SpecialUses.TryParse(name, out var use))
            return await FindNameAsync(name, cancellationToken).ConfigureAwait(false) ?? await TranslateAsync(name, cancellationToken).ConfigureAwait(false);
        var found = await FindUseAsync(use, cancellationToken).ConfigureAwait(false);
        return found.Count == 1 ? found[0].Name : throw Ambiguous(name, found.Select(static m => m.Name));
    }

    /// <summary>As above, for a destination: a pattern is taken too if exactly one mailbox matches it.</summary>
    /// <inheritdoc cref="ResolveAsync"/>
    public async Task<MailboxName> ResolveDestinationAsync(string name, CancellationToken cancellationToken)
    {
        if (_known.ContainsKey(name) || !MailboxText.HasWildcards(name))
            return await ResolveAsync(name, cancellationToken).ConfigureAwait(false);
        if (await FindNameAsync(name, cancellationToken).ConfigureAwait(false) is { } literal)
            return literal;
        var found = new List<MailboxName>();
        await foreach (var mailbox in new MailboxFinder(engine, this).FindAsync(new MailboxSelection(name), cancellationToken).ConfigureAwait(false))
            found.Add(mailbox.Name);
        return found.Count switch
        {
            0 => await TranslateAsync(name, cancellationToken).ConfigureAwait(false),
            1 => found[0],
            _ => throw Ambiguous(name, found),
        };
    }

    /// <summary>The mailbox of that name, special uses not looked at; null if there is none.</summary>
    /// <exception cref="ImapException">InvalidArgument: it can't be a name, or several answer to it.</exception>
    public async Task<MailboxName?> FindNameAsync(string name, CancellationToken cancellationToken)
    {
        var likely = await TranslateAsync(name, cancellationToken).ConfigureAwait(false);
        if (_known.ContainsKey(likely.Name) || likely.IsInbox)
            return likely;
        if (!await engine.ExistsAsync(likely, cancellationToken).ConfigureAwait(false))
            return await FindSimilarAsync(name, cancellationToken).ConfigureAwait(false);
        Remember(likely);
        return likely;
    }

    /// <summary>The name as this server writes it, if it is one that there is in this very case.</summary>
    /// <exception cref="ImapException">InvalidArgument: it can't be a name.</exception>
    public async Task<MailboxName> TranslateAsync(string name, CancellationToken cancellationToken)
    {
        var plain = MailboxText.Unescape(name);
        if (_known.TryGetValue(name, out var known) || _known.TryGetValue(plain, out known))
            return known;
        var given = Create(plain);
        return given.IsInbox ? given : Create((await engine.GetHierarchyAsync(cancellationToken).ConfigureAwait(false)).ToServer(plain));
    }

    /// <summary>The mailbox that differs from the name in case only, or in nothing that a person sees; null if there is none.</summary>
    /// <exception cref="ImapException">InvalidArgument: there are several.</exception>
    public async Task<MailboxName?> FindSimilarAsync(string name, CancellationToken cancellationToken)
    {
        var hierarchy = await engine.GetHierarchyAsync(cancellationToken).ConfigureAwait(false);
        var plain = MailboxText.Unescape(name);
        var similar = new List<MailboxName>();
        await foreach (var mailbox in engine.EnumerateAsync(new MailboxQuery(), cancellationToken).ConfigureAwait(false))
        {
            // A name that can't be decoded is found by what it looks like; one with a backtick in it by its own text.
            var forms = hierarchy.ToPeople(mailbox.Name.Name).ToArray();
            if (forms.Contains(name) || forms.Contains(plain))
            {
                Remember(mailbox.Name);
                return mailbox.Name;
            }

            if (forms.Contains(plain, StringComparer.OrdinalIgnoreCase))
                similar.Add(mailbox.Name);
        }

        return similar.Count > 1 ? throw Ambiguous(plain, similar) : similar.FirstOrDefault();
    }

    /// <summary>The mailboxes of a special use; a guess is told as a warning.</summary>
    /// <exception cref="ImapException">MailboxNotFound: there is none.</exception>
    public async Task<IReadOnlyList<MailboxInfo>> FindUseAsync(string use, CancellationToken cancellationToken)
    {
        var found = await engine.FindSpecialUseAsync(use, cancellationToken).ConfigureAwait(false);
        if (found.Count == 0)
            throw new ImapException(ImapError.MailboxNotFound, Strings.Format("NoSuchUse", engine.Server, "\\" + use)) { Hint = Strings.Find("NoSuchUseHint") };
        foreach (var mailbox in found)
        {
            if (mailbox.GuessedUse is not null)
                notices.Add(Strings.Format("GuessedUseWarning", engine.Server, "\\" + use, SafeText.Clean(mailbox.Name.Name)));
        }

        return found;
    }

    /// <exception cref="ImapException">InvalidArgument.</exception>
    public static MailboxName Create(string name)
    {
        try
        {
            return MailboxName.Create(name);
        }
        catch (ArgumentException e)
        {
            throw new ModuleException(ImapError.InvalidArgument, ErrorIds.InvalidMailbox, name, e, SafeText.Clean(name), PlainText.Of(e));
        }
    }

    /// <summary>The error that names those among which somebody has to choose.</summary>
    public static ImapException Ambiguous(string name, IEnumerable<MailboxName> candidates)
    {
        var names = candidates.Select(static c => $"'{SafeText.Clean(c.Name, 100)}'").ToArray();
        var shown = string.Join(", ", names.Take(MostNamed)) + (names.Length > MostNamed ? ", ..." : "");
        return new ImapException(ImapError.InvalidArgument, Strings.Format("AmbiguousMailbox", SafeText.Clean(name), names.Length, shown)) { Hint = Strings.Find("AmbiguousMailboxHint") };
    }
}
