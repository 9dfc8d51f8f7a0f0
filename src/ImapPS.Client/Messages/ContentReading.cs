using System.Runtime.CompilerServices;
using ImapPS.Client.Session;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>Writes messages, and parts of messages, into streams.</summary>
public static class ContentReading
{
    /// <summary>Fetches contents, several commands in flight, none of them held whole in memory. Nothing is marked as read.</summary>
    /// <remarks>
    /// Where the connection is lost, or the server asks for a pause, reading goes on: a content that has come in part goes on
    /// behind that part, the mailbox having the same UIDVALIDITY.
    /// A request that fails is told in its result and costs no other. Requests are taken as they come: they may wait for
    /// other work of the same session.
    /// </remarks>
    /// <param name="session">Logged in.</param>
    /// <param name="mailbox">Where the messages are.</param>
    /// <param name="uidValidity">What their UIDs were found under.</param>
    /// <param name="requests">What is wanted, and where it goes.</param>
    /// <param name="options">Sizes; null for the usual ones.</param>
    /// <param name="cancellationToken">Stops; what is in flight is dropped as it comes, and the session stays good.</param>
    /// <returns>One result for each request, in their order.</returns>
    /// <exception cref="ImapException">UidValidityChanged, MailboxNotFound, or the connection's end.</exception>
    public static async IAsyncEnumerable<ContentResult> ReadContentsAsync(
        this ImapSession session,
        MailboxName mailbox,
        uint uidValidity,
        IAsyncEnumerable<ContentRequest> requests,
        ContentOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var source = new ContentSource(requests.GetAsyncEnumerator(cancellationToken));
        var pump = new ContentPump(session, mailbox, uidValidity, source, options ?? ContentOptions.Default);
        var repeats = new Repeats(session);
        try
        {
            while (true)
            {
                ImapException? failure = null;
                await using (var results = pump.ReadAsync(cancellationToken).GetAsyncEnumerator(CancellationToken.None))
                {
                    while (true)
                    {
                        try
                        {
                            if (!await results.MoveNextAsync().ConfigureAwait(false))
                                yield break;
                        }
                        catch (ImapException e) when (pump.CanGoOn && repeats.Allow(e))
                        {
                            failure = e;
                            break;
                        }

                        repeats.Reset();
                        yield return results.Current;
                    }
                }

                await repeats.PrepareAsync(failure, cancellationToken).ConfigureAwait(false);
                if (await pump.PutBackAsync(cancellationToken).ConfigureAwait(false))
                    repeats.Reset();
            }
        }
        finally
        {
            pump.Abandon(cancellationToken);
            await source.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>As above, for requests that are known beforehand.</summary>
    public static IAsyncEnumerable<ContentResult> ReadContentsAsync(
        this ImapSession session,
        MailboxName mailbox,
        uint uidValidity,
        IEnumerable<ContentRequest> requests,
        ContentOptions? options = null,
        CancellationToken cancellationToken = default) =>
        session.ReadContentsAsync(mailbox, uidValidity, Each(requests), options, cancellationToken);

#pragma warning disable CS1998 // It has nothing to wait for, and is one to be read like the others.
    private static async IAsyncEnumerable<ContentRequest> Each(IEnumerable<ContentRequest> requests)
    {
        foreach (var request in requests)
            yield return request;
    }
#pragma warning restore CS1998
}
