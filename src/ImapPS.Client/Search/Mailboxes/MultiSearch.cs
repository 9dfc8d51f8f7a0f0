using System.Runtime.CompilerServices;
using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Search;

/// <summary>Searches several mailboxes: by one command where the server has MULTISEARCH (RFC 7377), else one after the other.</summary>
public static class MultiSearch
{
    /// <summary>The most UIDs of one mailbox that are believed without having seen how many messages it has.</summary>
    private const long MostUnseen = 1_000_000;

    /// <summary>The matches mailbox by mailbox, as they come, in the order of the mailboxes.</summary>
    /// <param name="session">Logged in.</param>
    /// <param name="mailboxes">
    /// Where: mailboxes that are there, as LIST shows them. A server passes over one that isn't without a word, which looks
    /// as if nothing had been found in it.
    /// </param>
    /// <param name="key">What for.</param>
    /// <param name="countOnly">Whether only the numbers of matches are wanted.</param>
    /// <param name="cancellationToken">Stops it; the session stays good.</param>
    /// <exception cref="ImapException">The connection's end. What concerns one mailbox stands in its <see cref="MailboxMatches.Error"/>.</exception>
    public static async IAsyncEnumerable<MailboxMatches> SearchMailboxesAsync(
        this ImapSession session,
        IReadOnlyList<MailboxName> mailboxes,
        SearchKey key,
        bool countOnly,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var group in Group(mailboxes))
        {
            // For a single mailbox opening it is as quick, and its messages are likely to be read next.
            var answers = group.Count > 1 && session.Capabilities.MultiSearch
                ? await AskAsync(session, group, key, countOnly, cancellationToken).ConfigureAwait(false)
                : null;
            foreach (var mailbox in group)
            {
                yield return answers?.Find(mailbox, MostUnseen) is { } result
                    ? new MailboxMatches(mailbox, result)
                    : await SearchOneAsync(session, mailbox, key, countOnly, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <returns>Null if the server refused.</returns>
    private static Task<MultiSearchSink?> AskAsync(ImapSession session, IReadOnlyList<MailboxName> mailboxes, SearchKey key, bool countOnly, CancellationToken cancellationToken) =>
        session.RepeatAsync(
            async () =>
            {
                var command = new MultiSearchCommand([new SearchSource(SearchSourceKind.Mailboxes, mailboxes)], key) { Return = countOnly ? SearchReturn.Count : SearchReturn.All };
                var sink = new MultiSearchSink();
                var response = await session.Connection.ExecuteAsync(command, sink, SearchOperations.OneAtATime, cancellationToken).ConfigureAwait(false);
                return response.Status == StatusKind.Ok ? sink : null;
            },
            cancellationToken);

    private static async Task<MailboxMatches> SearchOneAsync(ImapSession session, MailboxName mailbox, SearchKey key, bool countOnly, CancellationToken cancellationToken)
    {
        try
        {
            return new MailboxMatches(mailbox, countOnly
                ? new SearchResult(0, UidSet.Empty, await session.CountAsync(mailbox, key, cancellationToken).ConfigureAwait(false))
                : await session.SearchAsync(mailbox, key, cancellationToken).ConfigureAwait(false));
        }
        catch (ImapException e) when (e.Error is ImapError.MailboxNotFound or ImapError.CommandRefused or ImapError.CommandBad)
        {
            return new MailboxMatches(mailbox, null, e);
        }
    }

    /// <summary>Parts whose names leave the command's line room for the search.</summary>
    private static IEnumerable<IReadOnlyList<MailboxName>> Group(IReadOnlyList<MailboxName> mailboxes)
    {
        var group = new List<MailboxName>();
        var length = 0;
        foreach (var mailbox in mailboxes)
        {
            var size = mailbox.ToWire(utf8: false).Length + 3;
            if (group.Count > 0 && length + size > CommandLimits.MaxUidSetLength / 2)
            {
                yield return group;
                group = [];
                length = 0;
            }

            group.Add(mailbox);
            length += size;
        }

        if (group.Count > 0)
            yield return group;
    }
}
