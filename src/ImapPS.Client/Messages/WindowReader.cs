using System.Runtime.CompilerServices;
using ImapPS.Client.Connection;
using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>Keeps two windows in flight and hands their messages on in order.</summary>
internal sealed class WindowReader(
    ImapSession session,
    MailboxName mailbox,
    uint? uidValidity,
    UidWindows windows,
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
                while (_inFlight.Count < 2 && !windows.IsEmpty)
                    await AddAsync(cancellationToken).ConfigureAwait(false);
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
                }

                var response = await current.Command.Completion.ConfigureAwait(false);
                _inFlight.Dequeue();
                // Some messages may have been sent before a NO: they were handed on, and the NO is told, unless it says no
                // more than that others are gone (RFC 5530 section 3).
                if (response is not { Status: StatusKind.No, Code.Name: "EXPUNGEISSUED" })
                    response.ThrowIfNotOk(current.Command.Command, mailbox);
                Grow(current.Sink);
            }
        }
        finally
        {
            Abandon(cancellationToken);
        }
    }

    private static async ValueTask<bool> WaitToReadAsync(FetchSink sink, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await sink.Batches.WaitToReadAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task AddAsync(CancellationToken cancellationToken)
    {
        var uids = windows.Take(_size);
        FetchWindow? queued = null;
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

    /// <summary>The next window: twice as many messages, but no more than are likely to fill it.</summary>
    private void Grow(FetchSink? done)
    {
        var next = Math.Min((long)_size * 2, options.MaxWindow);
        if (done is { Count: > 0, ContentLength: > 0 })
            next = Math.Min(next, Math.Max(1, options.WindowBytes / Math.Max(1, done.ContentLength / done.Count)));
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
