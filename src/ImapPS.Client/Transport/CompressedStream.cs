using System.Diagnostics.CodeAnalysis;
using ImapPS.Protocol.Framing;
using ImapPS.Protocol.Limits;

namespace ImapPS.Client.Transport;

/// <summary>DEFLATE over a connection, in both directions (RFC 4978). One reads and one writes at a time.</summary>
[SuppressMessage("Performance", "CA1844", Justification = "netstandard2.0 has no other overloads, and Stream's own lead here.")]
internal sealed class CompressedStream : Stream
{
    private readonly Stream _inner;
    private readonly DeflateReader _reader;
    private readonly DeflateWriter _writer = new();

    /// <param name="inner">Closed with this.</param>
    /// <param name="limits">What a server's data may expand to.</param>
    /// <param name="received">What came compressed already.</param>
    public CompressedStream(Stream inner, ProtocolLimits limits, ReadOnlySpan<byte> received)
    {
        _inner = inner;
        _reader = new DeflateReader(limits);
        _reader.Append(received);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="FramingException">What came is not DEFLATE, or expands beyond its limit.</exception>
    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = _reader.Read(new ArraySegment<byte>(buffer, offset, count));
            if (read > 0)
                return read;
            var came = await _inner.ReadAsync(_reader.GetMemory(), cancellationToken).ConfigureAwait(false);
            if (came == 0)
                return 0;
            _reader.Advance(came);
        }
    }

    /// <summary>Nothing is sent before <see cref="FlushAsync"/>.</summary>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        _writer.Append(new ArraySegment<byte>(buffer, offset, count));
        return Task.CompletedTask;
    }

    /// <summary>Sends what was written, whole.</summary>
    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        var octets = _writer.Flush();
        await _inner.WriteAsync(octets.AsMemory(), cancellationToken).ConfigureAwait(false);
        await _inner.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Releases the memory of the algorithm, once nobody reads or writes any more.</summary>
    public void Release()
    {
        _reader.Dispose();
        _writer.Dispose();
    }

    /// <summary>Ends what is running by closing the connection. What it runs on is left to it: see <see cref="Release"/>.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _inner.Dispose();
        base.Dispose(disposing);
    }
}
