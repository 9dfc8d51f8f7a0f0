using System.Runtime.CompilerServices;
using ImapPS.Client.Session;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>Adds messages to a mailbox.</summary>
public static class MessageAppending
{
    /// <summary>Adds messages; one result each, in order. What one of them meets does not keep the others out.</summary>
    /// <param name="session">Logged in.</param>
    /// <param name="mailbox">Where to.</param>
    /// <param name="items">Pulled as the window has room: the results of earlier ones may come between.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Takes back what waits to be sent. What was begun is finished and waited for: giving it up would leave its outcome unknown.</param>
    /// <exception cref="ImapException">The mailbox could not be made, or its limit not be asked for. What concerns a message is in its result.</exception>
    /// <remarks>
    /// Commands are pipelined: with LITERAL+ (RFC 7888) nothing is waited for, without it one round trip a message, since
    /// the next header follows the last literal at once. A connection that ends leaves the outcome of what was sent
    /// unknown (OutcomeUnknown); it is never sent again.
    /// </remarks>
    public static async IAsyncEnumerable<AppendResult> AppendAsync(
        this ImapSession session,
        MailboxName mailbox,
        IEnumerable<AppendItem> items,
        AppendOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        options ??= new AppendOptions();
        await session.ConnectedAsync(cancellationToken).ConfigureAwait(false);
        await session.OpenForAppendAsync(mailbox, cancellationToken).ConfigureAwait(false);
        var rules = await AppendRules.AskAsync(session, mailbox, cancellationToken).ConfigureAwait(false);
        var witness = session.MayReconnect ? new AppendWitness(session, mailbox) : null;
        if (witness is not null)
            await witness.NoteAsync(cancellationToken).ConfigureAwait(false);
        var run = new AppendRun(session, mailbox, options, rules, witness);
        try
        {
            foreach (var group in Groups(rules, session, items, options))
            {
                if (cancellationToken.IsCancellationRequested)
                    break;
                run.Start(group);
                while (run.IsFull)
                {
                    foreach (var result in await run.FinishOldestAsync(cancellationToken).ConfigureAwait(false))
                        yield return result;
                }
            }

            while (!run.IsEmpty)
            {
                foreach (var result in await run.FinishOldestAsync(cancellationToken).ConfigureAwait(false))
                    yield return result;
            }
        }
        finally
        {
            await run.EndAsync().ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    private static IEnumerable<AppendGroup> Groups(AppendRules rules, ImapSession session, IEnumerable<AppendItem> items, AppendOptions options)
    {
        // Without LITERAL+ several in one command save no round trip, and a refusal half way is harder to follow.
        var most = session.Capabilities.Has("MULTIAPPEND") && session.Capabilities.LiteralPlus ? Math.Max(1, options.MessagesPerCommand) : 1;
        var together = new List<AppendItem>();
        long bytes = 0;
        foreach (var item in items)
        {
            var refusal = rules.Refuse(item);
            var alone = rules.GoesAlone(item);
            if (together.Count > 0 && (refusal is not null || alone || together.Count == most || bytes + item.Source.Length > options.BytesPerCommand))
            {
                yield return new AppendGroup(together.ToArray());
                together.Clear();
                bytes = 0;
            }

            if (refusal is not null)
            {
                yield return new AppendGroup([item]) { Refusal = refusal };
                continue;
            }

            if (alone)
            {
                yield return new AppendGroup([item]);
                continue;
            }

            together.Add(item);
            bytes += item.Source.Length;
        }

        if (together.Count > 0)
            yield return new AppendGroup(together.ToArray());
    }
}
