using ImapPS.Client.Connection;
using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Mailboxes;

/// <summary>Finds mailboxes: by their exact names, and by what they are for.</summary>
public static class MailboxFinding
{
    private static readonly CommandTraits OneAtATime = CommandTraits.Class("LIST");

    /// <summary>How names are built here (NAMESPACE, else what LIST tells of the delimiter); asked for once.</summary>
    /// <exception cref="ImapException">The connection's end.</exception>
    public static async Task<MailboxHierarchy> GetHierarchyAsync(this ImapSession session, CancellationToken cancellationToken)
    {
        if (session.Namespaces is not { } namespaces)
        {
            session.Namespaces = namespaces = await session.RepeatAsync(
                async () =>
                {
                    var sink = new NamespaceSink();
                    if (session.Capabilities.Namespace)
                        await session.Connection.ExecuteAsync(SimpleCommand.Namespace, sink, CommandTraits.Class(SimpleCommand.Namespace.Name), cancellationToken).ConfigureAwait(false);
                    if (sink.Namespaces is null)
                        await session.Connection.ExecuteAsync(new ListCommand("", [""]), sink, OneAtATime, cancellationToken).ConfigureAwait(false);
                    return sink.Namespaces ?? new NamespaceResponse([new NamespaceEntry(null, sink.Delimiter)], [], []);
                },
                cancellationToken).ConfigureAwait(false);
        }

        return MailboxHierarchy.From(namespaces);
    }

    /// <summary>Whether LIST shows a mailbox of exactly this name; one that can't be asked about is taken to be there.</summary>
    /// <exception cref="ImapException">The connection's end.</exception>
    public static Task<bool> ExistsAsync(this ImapSession session, MailboxName mailbox, CancellationToken cancellationToken) =>
        session.RepeatAsync(
            async () =>
            {
                // A name that holds IMAP's own wildcards matches others too; the sink looks for the one.
                var sink = new ExistenceSink(mailbox);
                var response = await session.Connection.ExecuteAsync(new ListCommand("", [mailbox.Name]), sink, OneAtATime, cancellationToken).ConfigureAwait(false);
                return sink.Found || response.Status != StatusKind.Ok;
            },
            cancellationToken);

    /// <summary>All mailboxes, special uses guessed from their names where the server names none (<see cref="MailboxInfo.GuessedUse"/>); likely ones come last.</summary>
    /// <inheritdoc cref="MailboxListing.EnumerateAsync" path="/exception"/>
    public static async IAsyncEnumerable<MailboxInfo> EnumerateAllAsync(
        this ImapSession session,
        MailboxQuery query,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var hierarchy = await session.GetHierarchyAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var mailbox in SpecialUseGuess.AddAsync(session.EnumerateAsync(query, cancellationToken), hierarchy, cancellationToken).ConfigureAwait(false))
            yield return mailbox;
    }

    /// <summary>The mailboxes of a special use that can be opened: by attribute, else the one whose name speaks for it.</summary>
    /// <param name="session">Logged in.</param>
    /// <param name="use">One of <see cref="SpecialUses.Names"/>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ImapException">CommandRefused, or the connection's end.</exception>
    public static async Task<IReadOnlyList<MailboxInfo>> FindSpecialUseAsync(this ImapSession session, string use, CancellationToken cancellationToken)
    {
        if (use == "Inbox")
            return [new MailboxInfo(MailboxName.Inbox, (await session.GetHierarchyAsync(cancellationToken).ConfigureAwait(false)).Delimiter, [])];
        var found = new List<MailboxInfo>();
        if (session.Capabilities.SpecialUse && session.Capabilities.ListExtended)
        {
            await foreach (var mailbox in session.EnumerateAsync(new MailboxQuery { OnlySpecialUse = true }, cancellationToken).ConfigureAwait(false))
                Take(mailbox);
        }

        // Some servers show the attributes without telling of the extension.
        if (found.Count == 0)
        {
            await foreach (var mailbox in session.EnumerateAllAsync(new MailboxQuery(), cancellationToken).ConfigureAwait(false))
                Take(mailbox);
        }

        return found;

        void Take(MailboxInfo mailbox)
        {
            if (mailbox.IsSelectable && (mailbox.SpecialUse == use || (mailbox.GuessedUse is null && mailbox.Has("\\" + use))))
                found.Add(mailbox);
        }
    }

    /// <summary>Adds the guess to mailboxes that were listed by name, for which it is not known what others are for.</summary>
    /// <inheritdoc cref="FindSpecialUseAsync" path="/exception"/>
    public static async Task<MailboxInfo> WithGuessAsync(this ImapSession session, MailboxInfo mailbox, CancellationToken cancellationToken)
    {
        if (mailbox.SpecialUse is not null || SpecialUseGuess.Find(mailbox, await session.GetHierarchyAsync(cancellationToken).ConfigureAwait(false)) is not { Use: var use })
            return mailbox;
        var taken = await session.FindSpecialUseAsync(use, cancellationToken).ConfigureAwait(false);
        return taken.Any(m => m.GuessedUse is not null && m.Name.Equals(mailbox.Name)) ? mailbox with { GuessedUse = use } : mailbox;
    }
}
