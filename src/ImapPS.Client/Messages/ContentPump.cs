using System.Runtime.CompilerServices;
using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>Keeps commands for contents in flight, within bounds, and gives their results in the order of the requests.</summary>
internal sealed class ContentPump(ImapSession session, MailboxName mailbox, uint uidValidity, ContentSource source, ContentOptions options)
{
    private readonly Queue<ContentUnit> _inFlight = new();
    private readonly HashSet<uint> _taken = [];
    private SliceRun? _run;
    private long _bytes;
    private long _count;
    private long _received;
    private long _parts;

    public async IAsyncEnumerable<ContentResult> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            await FillAsync(cancellationToken).ConfigureAwait(false);
            if (_inFlight.Count == 0)
                yield break;
            var unit = _inFlight.Peek();
            await foreach (var result in (unit.Run is { } run ? ReadSliceAsync(unit, run, cancellationToken) : ReadWholeAsync(unit, cancellationToken)).ConfigureAwait(false))
            {
                _count++;
                _received += result.Received;
                unit.Done++;
                yield return result;
            }

            _inFlight.Dequeue();
            _bytes -= unit.Bytes;
        }
    }

    /// <summary>Whether each content that has come in part can go on: what can be asked for begins within 4 GiB (RFC 9051 section 9, partial).</summary>
    public bool CanGoOn => _inFlight.All(u => u.Unfinished.All(w => w.Received <= uint.MaxValue - options.SliceBytes));

    /// <summary>Lets go of what is in flight.</summary>
    public void Abandon(CancellationToken cancellation)
    {
        foreach (var unit in _inFlight)
            unit.Sink.Abandon();
        session.Connection.Abandon(_inFlight.Where(u => u.Pending is not null).Select(u => u.Pending!).ToArray(), cancellation);
        _inFlight.Clear();
    }

    /// <summary>
    /// After a failure: waits until nothing more comes for what is in flight, over a new connection if need be, and gives back
    /// what is not finished. A content of which a part has come goes on behind that part: it is the same under its UID.
    /// </summary>
    /// <returns>Whether more has come of what is not finished since the last failure.</returns>
    public async Task<bool> PutBackAsync(CancellationToken cancellationToken)
    {
        foreach (var unit in _inFlight)
        {
            if (unit.Pending is { } pending)
                await Task.WhenAny(pending.Completion).ConfigureAwait(false);
        }

        // The old connection's reader may be at work on a stream until this returns.
        await session.ConnectedAsync(cancellationToken).ConfigureAwait(false);
        var unfinished = _inFlight.SelectMany(static u => u.Unfinished).Distinct().ToArray();
        foreach (var writer in unfinished)
        {
            if (writer.Received > 0)
                writer.Request.Begun = writer;
        }

        source.PutBack(unfinished.Select(static w => w.Request));
        _inFlight.Clear();
        _run = null;
        _bytes = 0;
        var parts = unfinished.Sum(static w => w.Received);
        var more = parts > _parts;
        _parts = parts;
        return more;
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        while (_inFlight.Count == 0 || (_bytes < options.WindowBytes && _inFlight.Count < options.MaxCommands))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await NextAsync(wait: _inFlight.Count == 0).ConfigureAwait(false) is not { } unit)
                return;
            await EnqueueAsync(unit, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task EnqueueAsync(ContentUnit unit, CancellationToken cancellationToken)
    {
        _inFlight.Enqueue(unit);
        _bytes += unit.Bytes;
        await SendAsync(unit, cancellationToken).ConfigureAwait(false);
    }

    private async Task SendAsync(ContentUnit unit, CancellationToken cancellationToken)
    {
        var command = new UidFetchCommand(UidSet.From(unit.Writers.Select(static w => w.Request.Uid)), new FetchItems { Attributes = FetchAttributes.Uid, Sections = [unit.Item] });
        await session.EnqueueReadAsync(mailbox, uidValidity, () => unit.Pending = session.Connection.Enqueue(command, unit.Sink), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Plans the next command: a slice, or as many messages as fit.</summary>
    private async ValueTask<ContentUnit?> NextAsync(bool wait)
    {
        if (_run is { IsOver: false, IsAskedFor: false } run)
            return Slice(run);
        _run = null;
        if (await source.PeekAsync(wait).ConfigureAwait(false) is not { } first)
            return null;
        source.Take();
        if (first.Begun is { Received: > 0 } begun)
        {
            _run = new SliceRun(begun, first.Size ?? 0, options.SliceBytes, !begun.Decodes);
            return Slice(_run);
        }

        var binary = IsBinary(first);
        if (first.Size > options.SliceBytes && first.Size < uint.MaxValue - options.SliceBytes)
        {
            _run = new SliceRun(first.Begun ?? new ContentWriter(first, !binary), binary ? first.Size.Value / 4 * 3 : first.Size.Value, options.SliceBytes, binary);
            return Slice(_run);
        }

        var writers = new List<ContentWriter> { first.Begun ?? new(first, !binary) };
        _taken.Clear();
        _taken.Add(first.Uid);
        var bytes = Estimate(first);
        while (bytes < options.CommandBytes && writers.Count < options.MaxMessages
            && await source.PeekAsync(wait: false).ConfigureAwait(false) is { } next
            && next.Begun is null && next.Section == first.Section && IsBinary(next) == binary && !(next.Size > options.SliceBytes) && _taken.Add(next.Uid))
        {
            source.Take();
            writers.Add(new ContentWriter(next, !binary));
            bytes += Estimate(next);
        }

        return new ContentUnit(new FetchSectionRequest(first.Section) { Binary = binary }, writers, bytes, options.MaxLiteral);
    }

    private ContentUnit Slice(SliceRun run) =>
        new(run.Next(), [run.Writer], options.SliceBytes, options.MaxLiteral) { Run = run };

    /// <summary>Where no size is known, what came so far suggests one.</summary>
    private long Estimate(ContentRequest request) => request.Size ?? (_count == 0 ? 16 * 1024 : _received / _count) + 64;

    /// <summary>BINARY saves a quarter of base64, and is the only way to content that is not text.</summary>
    private bool IsBinary(ContentRequest request) =>
        options.Binary && request.Section.Length > 0 && session.Capabilities.BinaryFetch
        && request.Encoding?.Trim() is { } encoding
        && (encoding.Equals("base64", StringComparison.OrdinalIgnoreCase) || encoding.Equals("binary", StringComparison.OrdinalIgnoreCase));

    private async IAsyncEnumerable<ContentResult> ReadWholeAsync(ContentUnit unit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var sink = unit.Sink;
        var next = 0;
        while (await sink.Arrived.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            while (sink.Arrived.TryRead(out _))
            {
                // They come in the server's order; here it is the requests' order that counts.
            }

            for (; next < unit.Writers.Count && sink.ContentOf(next) is { } content && content != ContentSink.Nil; next++)
                yield return await FinishAsync(unit.Writers[next], content).ConfigureAwait(false);
        }

        var response = await unit.Pending!.Completion.ConfigureAwait(false);
        ThrowIfPaused(response, unit);
        for (; next < unit.Writers.Count; next++)
        {
            var writer = unit.Writers[next];
            var content = sink.ContentOf(next);
            var isNil = content == ContentSink.Nil;
            if (content is not null && !isNil)
                yield return await FinishAsync(writer, content).ConfigureAwait(false);
            else if (unit.Item.Binary && (isNil || response.Status != StatusKind.Ok))
                yield return await ReadEncodedAsync(writer.Request, cancellationToken).ConfigureAwait(false);
            else
                yield return new ContentResult(writer, ContentErrors.Missing(writer.Request, isNil, response, unit.Pending.Command, mailbox));
        }
    }

    private static async ValueTask<ContentResult> FinishAsync(ContentWriter writer, object content)
    {
        switch (content)
        {
            case PooledContent pooled:
                await writer.WriteAsync(pooled.Memory).ConfigureAwait(false);
                pooled.Return();
                break;
            case byte[] octets:
                await writer.WriteAsync(octets).ConfigureAwait(false);
                break;
            default:
                if (!ReferenceEquals(content, writer))
                    return new ContentResult(writer, ContentErrors.Mixed(writer.Request));
                break;
        }

        await writer.FinishAsync().ConfigureAwait(false);
        return new ContentResult(writer, null);
    }

    private async IAsyncEnumerable<ContentResult> ReadSliceAsync(ContentUnit unit, SliceRun run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await TakeSliceAsync(unit, run, cancellationToken).ConfigureAwait(false);
            if (result is not null)
                yield return result;
            // The size that was told is too small: more is asked for, one slice at a time.
            if (run.IsOver || !run.IsAskedFor || _inFlight.Skip(1).Any(u => u.Run == run))
                yield break;
            if (!run.CanGoOn)
            {
                run.IsOver = true;
                yield return new ContentResult(run.Writer, ContentErrors.TooLarge(run.Writer.Request));
                yield break;
            }

            unit = Slice(run);
            await SendAsync(unit, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <returns>The result if this was the last slice of its content.</returns>
    private async Task<ContentResult?> TakeSliceAsync(ContentUnit unit, SliceRun run, CancellationToken cancellationToken)
    {
        while (await unit.Sink.Arrived.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            while (unit.Sink.Arrived.TryRead(out _))
            {
                // A slice is taken when its command has ended.
            }
        }

        var content = unit.Sink.ContentOf(0);
        if (content == ContentSink.Nil)
            content = null;
        var response = await unit.Pending!.Completion.ConfigureAwait(false);
        if (run.IsOver)
        {
            (content as PooledContent)?.Return();
            return null;
        }

        if (content is null)
        {
            ThrowIfPaused(response, unit);
            run.IsOver = true;
            if (unit.Item is { Binary: true, Origin: 0 })
                return await ReadEncodedAsync(run.Writer.Request, cancellationToken).ConfigureAwait(false);
            return new ContentResult(run.Writer, ContentErrors.Missing(run.Writer.Request, false, response, unit.Pending.Command, mailbox));
        }

        var octets = content is PooledContent pooled ? pooled.Memory : (byte[])content;
        await run.Writer.WriteAsync(octets).ConfigureAwait(false);
        (content as PooledContent)?.Return();
        // More than was asked for comes from a server that doesn't know ranges: it is the whole content.
        if (octets.Length == unit.Item.Count && run.Writer.Error is null)
            return null;
        run.IsOver = true;
        if (octets.Length > unit.Item.Count && unit.Item.Origin > 0)
            return new ContentResult(run.Writer, ContentErrors.Mixed(run.Writer.Request));
        await run.Writer.FinishAsync().ConfigureAwait(false);
        return new ContentResult(run.Writer, null);
    }

    /// <summary>What was refused for now alone is asked for again, later.</summary>
    private void ThrowIfPaused(StatusResponse response, ContentUnit unit)
    {
        if (response.Status != StatusKind.Ok && ServerAnswer.ToException(response, unit.Pending!.Command, mailbox) is var refusal && session.IsAskedToPause(refusal))
            throw refusal;
    }

    /// <summary>The server can't take the encoding off (UNKNOWN-CTE, RFC 3516 section 4.3): it is done here.</summary>
    private async Task<ContentResult> ReadEncodedAsync(ContentRequest request, CancellationToken cancellationToken)
    {
        request.Begun = new ContentWriter(request, decode: true);
        ContentResult? result = null;
        await foreach (var one in session.ReadContentsAsync(mailbox, uidValidity, [request], options with { Binary = false }, cancellationToken).ConfigureAwait(false))
            result = one;
        return result!;
    }
}
