using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using ImapPS.Loopback.Faults;

namespace ImapPS.Loopback.Transport;

/// <summary>
/// A connection's octets below TLS, over a line whose round-trip time can be set, with the turns of the conversation
/// counted.
/// </summary>
[SuppressMessage("Performance", "CA1844", Justification = "SslStream passes arrays, and netstandard2.0 has no other overload.")]
internal sealed class LinkStream : Stream
{
    private const int ChunkSize = 64 * 1024;
    private const long Capacity = 8 * 1024 * 1024;

    private static readonly TimeSpan LingerTime = TimeSpan.FromMilliseconds(500);

    private readonly Socket _socket;
    private readonly LoopbackFaults _faults;
    private readonly Action _onTurn;
    private readonly TimedQueue _incoming = new(Capacity);
    private readonly TimedQueue _outgoing = new(Capacity);
    private readonly Task _receiving;
    private readonly TaskCompletionSource<bool> _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _discards;
    private Chunk? _current;
    private int _taken;
    private int _sentSinceReceived;
    private int _disposed;

    public LinkStream(Socket socket, LoopbackFaults faults, Action onTurn)
    {
        _socket = socket;
        _faults = faults;
        _onTurn = onTurn;
        _receiving = Task.Run(ReceiveAsync);
        Ended = Task.WhenAny(Task.WhenAll(_receiving, Task.Run(SendAsync)), _gone.Task);
    }

    /// <summary>Both pumps; they end with the socket and never fail. On Mono one can stay pending for ever on a socket closed under it: that is waited for a moment only.</summary>
    public Task Ended { get; }

    /// <summary>Why the line broke, if it broke.</summary>
    public Exception? Failure { get; private set; }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        if (_current is null)
        {
            _current = await _incoming.DequeueAsync().ConfigureAwait(false);
            _taken = 0;
        }

        if (_current is not { } chunk)
            return 0;
        var length = Math.Min(count, chunk.Length - _taken);
        Buffer.BlockCopy(chunk.Bytes, _taken, buffer, offset, length);
        _taken += length;
        if (_taken == chunk.Length)
        {
            ArrayPool<byte>.Shared.Return(chunk.Bytes);
            _current = null;
        }

        return length;
    }

    public override async Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        var due = Due.After(Half(_faults.Latency));
        while (count > 0)
        {
            var length = Math.Min(count, ChunkSize);
            var bytes = ArrayPool<byte>.Shared.Rent(length);
            Buffer.BlockCopy(buffer, offset, bytes, 0, length);
            if (!await _outgoing.EnqueueAsync(new Chunk(bytes, length, due)).ConfigureAwait(false))
                throw new IOException("The connection has ended.", Failure);
            offset += length;
            count -= length;
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    public override void Write(byte[] buffer, int offset, int count) =>
        WriteAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Waits until all that was written has gone out.</summary>
    public Task DrainAsync() => _outgoing.DrainAsync();

    /// <summary>
    /// Tells the peer that nothing more comes, and waits a moment for it to do the same: a socket that is closed while
    /// the peer still sends is reset, and some systems then drop what the peer has not read yet.
    /// </summary>
    public async Task LingerAsync()
    {
        await DrainAsync().ConfigureAwait(false);
        _discards = true;
        try
        {
            if (Volatile.Read(ref _disposed) == 0)
                _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Ended meanwhile.
            Failure ??= e;
        }

        await Task.WhenAny(_receiving, Task.Delay(LingerTime)).ConfigureAwait(false);
    }

    /// <summary>Ends the connection now, in order or by a reset.</summary>
    public void Close(bool reset)
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
            return;
        _incoming.Complete();
        _outgoing.Complete();
        try
        {
            if (reset)
                _socket.LingerState = new LingerOption(true, 0);
            else
                _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException e)
        {
            // The peer was faster.
            Failure ??= e;
        }

        _socket.Dispose();
        // It keeps no more than that alive: connections may come and go by the thousand.
        _ = Task.Delay(LingerTime).ContinueWith(static (_, gone) => ((TaskCompletionSource<bool>)gone!).TrySetResult(true), _gone, TaskScheduler.Default);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Close(reset: false);
        base.Dispose(disposing);
    }

    private static TimeSpan Half(TimeSpan roundTrip) => new(roundTrip.Ticks / 2);

    private async Task ReceiveAsync()
    {
        try
        {
            while (true)
            {
                var bytes = ArrayPool<byte>.Shared.Rent(ChunkSize);
                var length = await _socket.ReceiveAsync(new ArraySegment<byte>(bytes, 0, ChunkSize), SocketFlags.None).ConfigureAwait(false);
                if (length == 0)
                    break;
                if (Interlocked.Exchange(ref _sentSinceReceived, 0) == 1)
                    _onTurn();
                if (_discards)
                    ArrayPool<byte>.Shared.Return(bytes);
                else if (!await _incoming.EnqueueAsync(new Chunk(bytes, length, Due.After(Half(_faults.Latency)))).ConfigureAwait(false))
                    break;
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            Failure ??= e;
        }

        _incoming.Complete();
    }

    private async Task SendAsync()
    {
        try
        {
            while (await _outgoing.DequeueAsync().ConfigureAwait(false) is { } chunk)
            {
                // Before the write: a fast client answers before the write returns.
                Volatile.Write(ref _sentSinceReceived, 1);
                var step = _faults.OneByteAtATime ? 1 : chunk.Length;
                for (var sent = 0; sent < chunk.Length;)
                    sent += await _socket.SendAsync(new ArraySegment<byte>(chunk.Bytes, sent, Math.Min(step, chunk.Length - sent)), SocketFlags.None).ConfigureAwait(false);
                ArrayPool<byte>.Shared.Return(chunk.Bytes);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            Failure ??= e;
        }

        _outgoing.Complete();
    }
}
