using System.Runtime.CompilerServices;
using ImapPS.Client.Connection;
using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>
/// Keeps two windows in flight and hands their messages on in order. No further window is asked for until the messages of
/// the first are taken: while the caller is busy, nothing more than these two comes.
/// </summary>
internal sealed class WindowReader(
    ImapSession session,
    MailboxName mailbox,
    uint? uidValidity,
    WindowSource windows,
    FetchItems items,
    FetchOptions options,
    FetchWindow? first = null,
    SelectedMailbox? opened = null)
{
    private readonly Queue<FetchWindow> _inFlight = new();
    private uint? _validity = uidValidity;
    private SelectedMailbox? _opened = opened;
    private int _size = Math.Max(1, options.FirstWindow);

    public static FetchWindow Enqueue(ImapSession session, UidSet uids, FetchItems items, FetchOptions options)
    {
        var sink = new FetchSink(uids, items, options.MaxLiteral);
        return new FetchWindow(uids, sink, session.Connection.Enqueue(new UidFetchCommand(uids, items), sink));
    }

    public async IAsyncEnumerable<FetchBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            if (first is not null)
            {
                _inFlight.Enqueue(first);
                Grow(null);
            }

            while (true)
            {
                await FillAsync(cancellationToken).ConfigureAwait(false);
                if (windows.TakeUnreadable() is { Count: > 0 } unreadable)
                    yield return new FetchBatch(_validity ?? 0, unreadable);
                if (_inFlight.Count == 0)
                    yield break;
                var current = _inFlight.Peek();
                while (await WaitToReadAsync(current.Sink, cancellationToken).ConfigureAwait(false))
                {
                    while (current.Sink.Batches.TryRead(out var batch))
                    {
                        // A server that renumbers an open mailbox says so before it uses the new numbers.
                        if (_opened is not null)
                            ImapSession.Check(_opened, _validity);
                        yield return new FetchBatch(_validity ?? 0, batch);
                    }

                    await FillAsync(cancellationToken).ConfigureAwait(false);
                }

                var response = await current.Command.Completion.ConfigureAwait(false);
                _inFlight.Dequeue();
                // Some messages may have been sent before a NO: they were handed on, and the NO is told, unless it says no
                // more than that others are gone (RFC 5530 section 3).
                if (response is not { Status: StatusKind.No, Code.Name: "EXPUNGEISSUED" })
                    response.ThrowIfNotOk(current.Command.Command, mailbox);
                Grow(current);
            }
        }
        finally
        {
            Abandon(cancellationToken);
            await windows.EndAsync().ConfigureAwait(false);
        }
    }

    private static async ValueTask<bool> WaitToReadAsync(FetchSink sink, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await sink.Batches.WaitToReadAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Two windows are in flight as long as there is enough to ask for.</summary>
    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        while (_inFlight.Count < 2 && await windows.TakeAsync(_size, wait: _inFlight.Count == 0).ConfigureAwait(false) is { } uids)
            await AddAsync(uids, cancellationToken).ConfigureAwait(false);
    }

    private async Task AddAsync(UidSet uids, CancellationToken cancellationToken)
    {
        FetchWindow? queued = null;
        _validity ??= windows.UidValidity;
        try
        {
            var (selected, window) = await session.EnqueueReadAsync(mailbox, _validity, () => queued = Enqueue(session, uids, items, options), cancellationToken).ConfigureAwait(false);
            _validity ??= selected.UidValidity;
            _opened = selected;
            _inFlight.Enqueue(window);
        }
        catch
        {
            if (queued is not null)
                _inFlight.Enqueue(queued);
            throw;
        }
    }

    /// <summary>The next window: twice as many messages, but no more than are likely to fill it, and to come in its time.</summary>
    private void Grow(FetchWindow? done)
    {
        var next = Math.Min((long)_size * 2, options.MaxWindow);
        if (done is { Sink.Count: > 0 and var count })
        {
            if (!windows.KnowsSizes)
                next = Math.Min(next, options.WindowBytes / Math.Max(1, done.Command.Received / count));
            if (done.Sink.Duration > options.WindowTime)
                next = Math.Min(next, (long)(count * (options.WindowTime.TotalSeconds / done.Sink.Duration.TotalSeconds)));
        }

        _size = (int)Math.Max(1, next);
    }

    private void Abandon(CancellationToken cancellation)
    {
        if (_inFlight.Count == 0)
            return;
        foreach (var window in _inFlight)
            window.Sink.Abandon();
        session.Connection.Abandon(_inFlight.Select(w => w.Command).ToArray(), cancellation);
    }
}
