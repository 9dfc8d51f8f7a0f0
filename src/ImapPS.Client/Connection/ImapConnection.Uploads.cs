using ImapPS.Client.Transport;
using ImapPS.Protocol.Commands;

namespace ImapPS.Client.Connection;

/// <content>Commands with literals that are read while they are sent: messages on their way to the server.</content>
public sealed partial class ImapConnection
{
    /// <summary>A small message goes out with its command in one write, a large one in pieces of this size.</summary>
    private const int UploadBuffer = 64 * 1024;

    private byte[]? _upload;
    private int _uploadCount;

    /// <returns>False if the server answered before all was sent.</returns>
    private async Task<bool> SendStreamedAsync(PendingCommand pending, EncodedCommand encoded)
    {
        _upload ??= new byte[UploadBuffer];
        _uploadCount = 0;
        var sentBefore = BytesSent;
        try
        {
            foreach (var segment in encoded.Segments)
            {
                if (segment.Waits)
                {
                    pending.ForgetContinuations();
                    await FlushUploadAsync().ConfigureAwait(false);
                    if (await pending.NextContinuationAsync().ConfigureAwait(false) is null)
                        return false;
                }

                if (segment.Source is { } source)
                {
                    await GatherAsync(source).ConfigureAwait(false);
                    _transcript?.SentLiteral();
                }
                else
                {
                    _transcript?.Sent(segment.Bytes.Length);
                    await GatherAsync(segment.Bytes).ConfigureAwait(false);
                }
            }
        }
        catch (UploadSourceException e) when (BytesSent == sentBefore)
        {
            // The content failed while all of the command was still here: the connection is good.
            Withdraw(pending, new ImapException(ImapError.InvalidArgument, e.Message, e.InnerException));
            return false;
        }
        catch (UploadSourceException e)
        {
            // The announced octets can't be had, and others in their place would be mail that nobody wrote.
            throw new ImapException(ImapError.SessionClosed, e.Message + " It was on its way, so the connection had to be closed; the message was not stored.", e.InnerException);
        }

        // The buffer is flushed before more goes into it, so the command's end is in here.
        pending.SentWholly = true;
        await FlushUploadAsync().ConfigureAwait(false);
        return true;
    }

    /// <summary>Takes a command back of which nothing was sent.</summary>
    private void Withdraw(PendingCommand pending, ImapException error)
    {
        lock (_gate)
        {
            _inFlight.Remove(pending);
            pending.Sent = false;
        }

        pending.Fail(error);
        SignalTurn();
    }

    private async Task GatherAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_uploadCount == UploadBuffer)
                await FlushUploadAsync().ConfigureAwait(false);
            var count = Math.Min(bytes.Length, UploadBuffer - _uploadCount);
            bytes.Slice(0, count).CopyTo(_upload.AsMemory(_uploadCount));
            _uploadCount += count;
            bytes = bytes.Slice(count);
        }
    }

    private async Task GatherAsync(LiteralSource source)
    {
        var left = source.Length;
        using var stream = await FromSourceAsync(() => Task.FromResult(source.Open())).ConfigureAwait(false);
        while (left > 0)
        {
            if (_uploadCount == UploadBuffer)
                await FlushUploadAsync().ConfigureAwait(false);
            var room = _upload.AsMemory(_uploadCount, (int)Math.Min(left, UploadBuffer - _uploadCount));
            var count = await FromSourceAsync(() => stream.ReadAsync(room, CancellationToken.None).AsTask()).ConfigureAwait(false);
            if (count == 0)
                throw new UploadSourceException($"A message ended {left} bytes before its announced length: it was changed while it was being sent.", null);
            _transcript?.SentChunk(room.Slice(0, count));
            _uploadCount += count;
            left -= count;
        }
    }

    /// <summary>Reads from where a message comes from. While that takes its time, it is not the server that is silent.</summary>
    private async Task<T> FromSourceAsync<T>(Func<Task<T>> read)
    {
        _sourcing = true;
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException or NotSupportedException)
        {
            throw new UploadSourceException($"A message could not be read: {e.Message}", e);
        }
        finally
        {
            Touch();
            _sourcing = false;
        }
    }

    private async Task FlushUploadAsync()
    {
        if (_uploadCount == 0)
            return;
        var count = _uploadCount;
        _uploadCount = 0;
        await WriteAsync(_upload.AsMemory(0, count)).ConfigureAwait(false);
    }
}
