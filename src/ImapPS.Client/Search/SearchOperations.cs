using ImapPS.Client.Connection;
using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Search;

/// <summary>UID SEARCH.</summary>
public static class SearchOperations
{
    /// <summary>EXISTS may be behind by what is arriving.</summary>
    private const long MostBeyondExists = 1_000_000;

    /// <summary>Of the commands that are answered by SEARCH, ESEARCH, SORT or THREAD one is in flight at a time: their answers don't tell whose they are.</summary>
    internal static readonly CommandTraits OneAtATime = CommandTraits.Class(CommandTraits.SearchClass);

    /// <summary>The messages that match.</summary>
    /// <exception cref="ImapException">MailboxNotFound, CommandRefused (BADCHARSET among others), or the connection's end.</exception>
    public static async Task<SearchResult> SearchAsync(this ImapSession session, MailboxName mailbox, SearchKey key, CancellationToken cancellationToken) =>
        await SearchAsync(session, mailbox, key, SearchReturn.All, cancellationToken).ConfigureAwait(false);

    /// <summary>Which of these messages are there now. What is gone may be found until the server has said that it is gone; NOOP lets it (RFC 9051 section 7.5.1), and goes out together with the search.</summary>
    /// <exception cref="ImapException">MailboxNotFound, CommandRefused, or the connection's end.</exception>
    public static Task<SearchResult> SearchPresentAsync(this ImapSession session, MailboxName mailbox, UidSet uids, CancellationToken cancellationToken) =>
        session.RepeatAsync(
            async () =>
            {
                var told = session.Connection.Enqueue(SimpleCommand.Noop);
                var found = await SearchAsync(session, mailbox, SearchKey.Uid(uids), cancellationToken).ConfigureAwait(false);
                await session.Connection.AwaitAsync(told, cancellationToken).ConfigureAwait(false);
                return found;
            },
            cancellationToken);

    /// <summary>How many messages match; no UIDs are transferred where the server has ESEARCH.</summary>
    public static async Task<long> CountAsync(this ImapSession session, MailboxName mailbox, SearchKey key, CancellationToken cancellationToken) =>
        (await SearchAsync(session, mailbox, key, SearchReturn.Count, cancellationToken).ConfigureAwait(false)).Count;

    internal static PendingCommand Enqueue(ImapSession session, SearchKey key, SearchReturn wanted, SearchSink sink) =>
        session.Connection.Enqueue(new UidSearchCommand(key) { Return = session.Capabilities.ESearch ? wanted : null }, sink, OneAtATime);

    /// <summary>What was found, if it can be: two numbers are enough to claim four thousand million messages, each of which would be asked for.</summary>
    /// <exception cref="ImapException">ProtocolViolation.</exception>
    internal static UidSet Found(SearchSink sink, SelectedMailbox mailbox)
    {
        var uids = sink.ToUids();
        CheckClaim(uids.Count, mailbox);
        return uids;
    }

    /// <exception cref="ImapException">ProtocolViolation: there can't be so many.</exception>
    internal static void CheckClaim(long count, SelectedMailbox mailbox)
    {
        if (count <= Math.Max(MostBeyondExists, 2L * mailbox.Exists))
            return;
        throw new ImapException(
            ImapError.ProtocolViolation,
            $"The server claims to have found {count} messages in '{SafeText.Clean(mailbox.Name.Name)}', which has {mailbox.Exists}.");
    }

    private static Task<SearchResult> SearchAsync(ImapSession session, MailboxName mailbox, SearchKey key, SearchReturn wanted, CancellationToken cancellationToken) =>
        session.RepeatAsync(() => SearchOnceAsync(session, mailbox, key, wanted, cancellationToken), cancellationToken);

    private static async Task<SearchResult> SearchOnceAsync(ImapSession session, MailboxName mailbox, SearchKey key, SearchReturn wanted, CancellationToken cancellationToken)
    {
        var sink = new SearchSink(session.Capabilities.ESearch);
        var (selected, pending) = await session.EnqueueReadAsync(mailbox, null, () => Enqueue(session, key, wanted, sink), cancellationToken, fresh: true).ConfigureAwait(false);
        var response = await session.Connection.AwaitAsync(pending, cancellationToken).ConfigureAwait(false);
        response.ThrowIfNotOk(pending.Command, mailbox);
        var uids = Found(sink, selected);
        return new SearchResult(selected.UidValidity, uids, sink.Count ?? uids.Count);
    }
}
