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
    /// <param name="mailboxes">Which. The first is watched by IDLE; the others are asked for by STATUS, one round trip for all, every <see cref="WatchOptions.PollInterval"/>.</param>
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
        var signal = new ChangeSignal();
        session.MailboxTold += signal.Note;
        try
        {
            var watched = mailboxes.Select(m => new WatchedMailbox(session, m, options.Items)).ToArray();
            // The first comes last, so that it is the one that stays open.
            foreach (var mailbox in Enumerable.Reverse(watched))
            {
                if (options.Pictures?.TryGetValue(mailbox.Name, out var picture) == true)
                    mailbox.Begin(picture);
                else
                    await mailbox.BeginAsync(options.From, cancellationToken).ConfigureAwait(false);
            }

            var first = watched[0];
            var others = watched.Skip(1).ToArray();
            var asked = Stopwatch.StartNew();
            await AskAsync(others, cancellationToken).ConfigureAwait(false);
            foreach (var mailbox in others.Where(m => options.Pictures?.ContainsKey(m.Name) == true))
            {
                if (await mailbox.CompareAsync(MailboxNews.All, cancellationToken).ConfigureAwait(false) is { Count: > 0 } changes)
                    yield return changes;
            }

            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (signal.Take() is not MailboxNews.None and var news)
                {
                    if (await first.CompareAsync(news, cancellationToken).ConfigureAwait(false) is { Count: > 0 } changes)
                        yield return changes;
                    continue;
                }

                var wait = options;
                if (others.Length > 0)
                {
                    var left = options.PollInterval - asked.Elapsed;
                    if (left <= TimeSpan.Zero)
                    {
                        asked.Restart();
                        foreach (var mailbox in await AskAsync(others, cancellationToken).ConfigureAwait(false))
                        {
                            if (await mailbox.CompareAsync(MailboxNews.All, cancellationToken).ConfigureAwait(false) is { Count: > 0 } changes)
                                yield return changes;
                        }

                        continue;
                    }

                    wait = options with { IdleTime = left < options.IdleTime ? left : options.IdleTime };
                }

                await IdleWatch.WaitAsync(session, first.Name, first.Compared, signal, wait, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            session.MailboxTold -= signal.Note;
        }
    }

    /// <summary>Asks for all of them at once.</summary>
    /// <returns>Those that changed.</returns>
    private static async Task<IReadOnlyList<WatchedMailbox>> AskAsync(WatchedMailbox[] mailboxes, CancellationToken cancellationToken)
    {
        var news = await Task.WhenAll(mailboxes.Select(m => m.AskAsync(cancellationToken))).ConfigureAwait(false);
        return mailboxes.Where((_, i) => news[i] != MailboxNews.None).ToArray();
    }
}
