using System.Diagnostics.CodeAnalysis;
using ImapPS.Protocol.Framing;
using ImapPS.Protocol.Limits;

namespace ImapPS.Loopback.Transport;

/// <summary>DEFLATE over a connection (RFC 4978): each write goes out whole, compressed by itself.</summary>
[SuppressMessage("Performance", "CA1844", Justification = "As for LinkStream.")]
internal sealed class DeflateLayer : Stream
{
    private readonly DeflateReader _reader = new(ProtocolLimits.Default);
    private readonly DeflateWriter _writer = new();
    private readonly byte[] _received = new byte[32 * 1024];

    /// <param name="inner">Closed with this.</param>
    /// <param name="received">What came compressed already.</param>
    public DeflateLayer(Stream inner, byte[] received)
    {
        Inner = inner;
        _reader.Append(received);
    }

    public Stream Inner { get; }

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
        while (true)
        {
            var length = _reader.Read(new ArraySegment<byte>(buffer, offset, count));
            if (length > 0)
                return length;
            length = await Inner.ReadAsync(_received, 0, _received.Length, cancellationToken).ConfigureAwait(false);
            if (length == 0)
                return 0;
            _reader.Append(_received.AsSpan(0, length));
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        _writer.Append(new ArraySegment<byte>(buffer, offset, count));
        var octets = _writer.Flush();
        return Inner.WriteAsync(octets.Array!, octets.Offset, octets.Count, cancellationToken);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Inner.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    // The algorithm's memory is left to the collector: this may come from another thread while it runs.
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Inner.Dispose();
        base.Dispose(disposing);
    }
}
