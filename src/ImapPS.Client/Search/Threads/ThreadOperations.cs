using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Ordering;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Search;

/// <summary>UID THREAD, and its work done here where the server doesn't (RFC 5256).</summary>
public static class ThreadOperations
{
    private static readonly ThreadAlgorithm[] BestFirst = [ThreadAlgorithm.Refs, ThreadAlgorithm.References, ThreadAlgorithm.OrderedSubject];

    /// <summary>Puts the messages that match together to conversations.</summary>
    /// <param name="session">Logged in.</param>
    /// <param name="mailbox">Where.</param>
    /// <param name="key">Which messages.</param>
    /// <param name="algorithm">How; null for the best that the server has (REFS, REFERENCES, ORDEREDSUBJECT), else REFERENCES, made here.</param>
    /// <param name="clientLimit">How many messages at most are read so that it can be done here.</param>
    /// <param name="cancellationToken">Stops it; the session stays good.</param>
    /// <exception cref="ImapException">MailboxNotFound; CommandRefused; NotSupported: there are more messages than <paramref name="clientLimit"/>.</exception>
    public static Task<ThreadResult> ThreadAsync(this ImapSession session, MailboxName mailbox, SearchKey key, ThreadAlgorithm? algorithm, int clientLimit, CancellationToken cancellationToken) =>
        session.RepeatAsync(() => RunAsync(session, mailbox, key, algorithm, clientLimit, cancellationToken), cancellationToken);

    private static async Task<ThreadResult> RunAsync(ImapSession session, MailboxName mailbox, SearchKey key, ThreadAlgorithm? algorithm, int clientLimit, CancellationToken cancellationToken)
    {
        string? refusal = null;
        foreach (var offered in BestFirst.Where(a => (algorithm ?? a) == a && session.Capabilities.Has("THREAD=" + a.ToString().ToUpperInvariant())).Take(1))
        {
            var (result, refused) = await AskAsync(session, mailbox, key, offered, cancellationToken).ConfigureAwait(false);
            if (result is not null)
                return result;
            refusal = refused;
        }

        var here = algorithm ?? ThreadAlgorithm.References;
        var (validity, messages) = await SortFieldsReading.ReadAsync(session, mailbox, key, SortFieldsPlan.For(here), clientLimit, cancellationToken).ConfigureAwait(false);
        return new ThreadResult(validity, MessageThreader.Thread(messages, here), here) { Refusal = refusal, ThreadedHere = true };
    }

    private static async Task<(ThreadResult? Result, string? Refusal)> AskAsync(ImapSession session, MailboxName mailbox, SearchKey key, ThreadAlgorithm algorithm, CancellationToken cancellationToken)
    {
        var command = new UidThreadCommand(algorithm, key);
        var sink = new ThreadSink();
        var (selected, pending) = await session.EnqueueReadAsync(mailbox, null, () => session.Connection.Enqueue(command, sink, SearchOperations.OneAtATime), cancellationToken, fresh: true).ConfigureAwait(false);
        var response = await session.Connection.AwaitAsync(pending, cancellationToken).ConfigureAwait(false);
        if (response.Status != StatusKind.Ok)
            return (null, $"{command.Name}: {SafeText.Clean(response.Text)}");
        SearchOperations.CheckClaim(sink.Count, selected);
        return (new ThreadResult(selected.UidValidity, sink.ToMembers(), algorithm), null);
    }
}
