using System.Diagnostics;
using System.Runtime.CompilerServices;
using ImapPS.Client.Session;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Changes;

/// <summary>Watches mailboxes.</summary>
public static class MailboxWatching
{
    /// <summary>
    /// The changes of mailboxes as they happen, until somebody stops it. Other commands may be sent on the session meanwhile:
    /// IDLE gives way to them and is taken up again.
    /// </summary>
    /// <param name="session">Logged in. A session that survives its connection watches on: nothing that happened between is lost, nothing told twice.</param>
    /// <param name="mailboxes">
    /// Which. The first is open and watched by IDLE. Of the others the server tells by NOTIFY (RFC 5465); where it has none, each of them is watched by IDLE
    /// on a connection of its own, as far as <see cref="Connecting.ConnectRequest.MaximumConnections"/> leaves room for it and for one more, and if the
    /// session may connect again by itself. The rest is asked for by STATUS, one round trip for all, every <see cref="WatchOptions.PollInterval"/>.
    /// </param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Stops watching; the session stays good.</param>
    /// <returns>Batches of one mailbox each, in the order in which they were found: what went, what changed, what came.</returns>
    /// <exception cref="ImapException">MailboxNotFound (also when one is deleted or renamed meanwhile), or the connection's end.</exception>
    public static async IAsyncEnumerable<IReadOnlyList<MailboxChange>> WatchAsync(
        this ImapSession session,
        IReadOnlyList<MailboxName> mailboxes,
        WatchOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        options ??= new WatchOptions();
        mailboxes = mailboxes.Distinct().ToArray();
        var signal = new ChangeSignal(mailboxes);
        var watched = mailboxes.Select(m => new WatchedMailbox(session, m, options.Items)).ToArray();
        var others = new OtherMailboxes(session, watched, signal, options);
        session.MailboxTold += signal.Note;
        try
        {
            // Before they are looked at, so that what happens from then on shows as a difference.
            await others.AskAsync(cancellationToken).ConfigureAwait(false);
            // The first comes last, so that it is the one that stays open.
            for (var i = watched.Length - 1; i >= 0; i--)
            {
                if (options.Pictures?.TryGetValue(watched[i].Name, out var picture) == true)
                    watched[i].Begin(picture);
                else
                    await watched[i].BeginAsync(options.From, cancellationToken).ConfigureAwait(false);
                // What happened since is to be told.
                if (options.From is not null || options.Pictures is not null)
                    signal.Note(i, MailboxNews.All);
            }

            var checkedAt = Stopwatch.StartNew();
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (signal.Take() is { News: not MailboxNews.None } hint)
                {
                    if (await watched[hint.Index].CompareAsync(hint.News, cancellationToken).ConfigureAwait(false) is { Count: > 0 } changes)
                        yield return changes;
                    continue;
                }

                if (checkedAt.Elapsed >= options.IdleTime)
                {
                    checkedAt.Restart();
                    if (!await watched[0].IsSameAsync(cancellationToken).ConfigureAwait(false))
                        signal.Note(0, MailboxNews.All);
                    continue;
                }

                var left = await others.LookAsync(cancellationToken).ConfigureAwait(false);
                await IdleWatch.WaitAsync(session, watched[0].Name, watched[0].Compared, signal, left < options.IdleTime ? options with { IdleTime = left.Value } : options, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            session.MailboxTold -= signal.Note;
            await others.EndAsync().ConfigureAwait(false);
        }
    }
}
