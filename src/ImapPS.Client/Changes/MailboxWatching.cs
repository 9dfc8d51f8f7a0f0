using System.Runtime.CompilerServices;
using ImapPS.Client.Session;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Changes;

/// <summary>Watches mailboxes.</summary>
public static class MailboxWatching
{
    /// <summary>
    /// The changes of a mailbox as they happen, until somebody stops it. Other commands may be sent on the session meanwhile:
    /// IDLE gives way to them and is taken up again.
    /// </summary>
    /// <param name="session">Logged in. A session that survives its connection watches on: nothing that happened between is lost, nothing told twice.</param>
    /// <param name="mailbox">Which.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Stops watching; the session stays good.</param>
    /// <returns>Batches in the order in which they were found: what went, what changed, what came.</returns>
    /// <exception cref="ImapException">MailboxNotFound (also when it is deleted or renamed meanwhile), or the connection's end.</exception>
    public static async IAsyncEnumerable<IReadOnlyList<MailboxChange>> WatchAsync(
        this ImapSession session,
        MailboxName mailbox,
        WatchOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        options ??= new WatchOptions();
        var signal = new ChangeSignal();
        session.MailboxTold += signal.Note;
        try
        {
            var comparison = new MailboxComparison(session, mailbox, options.Items);
            var picture = await comparison.BeginAsync(options.From, cancellationToken).ConfigureAwait(false);
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (signal.Take() is not MailboxNews.None and var news)
                {
                    (picture, var changes) = await comparison.CompareAsync(picture, news, cancellationToken).ConfigureAwait(false);
                    if (changes.Count > 0)
                        yield return changes;
                    continue;
                }

                await IdleWatch.WaitAsync(session, mailbox, comparison.Selected, signal, options, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            session.MailboxTold -= signal.Note;
        }
    }
}
