using System.IO.Compression;
using ImapPS.Protocol.Limits;

namespace ImapPS.Protocol.Framing;

/// <summary>
/// What comes compressed (RFC 4978, RFC 1951): compressed octets go in by <see cref="GetMemory"/> and
/// <see cref="Advance"/>, or by <see cref="Append"/>, and what is in them comes out of <see cref="Read"/> as soon as it can.
/// </summary>
/// <remarks>
/// A few octets can stand for millions. What comes out may be <see cref="ProtocolLimits.MaxCompressionRatio"/> times what
/// went in, and <see cref="ProtocolLimits.MaxCompressionExcess"/> octets more in a row; each piece that goes in and keeps
/// the ratio ends the row. One thread at a time.
/// </remarks>
public sealed class DeflateReader : IDisposable
{
    private readonly ProtocolLimits _limits;
    private readonly Feed _feed = new();
    private readonly DeflateStream _inflate;
    private long _excess;

    /// <param name="limits">The bounds; <see cref="ProtocolLimits.Default"/> if null.</param>
    public DeflateReader(ProtocolLimits? limits = null)
    {
        _limits = limits ?? ProtocolLimits.Default;
        _inflate = new DeflateStream(_feed, CompressionMode.Decompress);
    }

    /// <summary>Room for the next read from the transport.</summary>
    public Memory<byte> GetMemory() => _feed.GetMemory(1);

    /// <summary>Says how many octets were written into what <see cref="GetMemory"/> gave.</summary>
    public void Advance(int count)
    {
        _feed.Advance(count);
        _excess = Math.Max(0, _excess) - ((long)count * _limits.MaxCompressionRatio);
    }

    /// <summary>Takes compressed octets by copy.</summary>
    public void Append(ReadOnlySpan<byte> compressed)
    {
        compressed.CopyTo(_feed.GetMemory(compressed.Length).Span);
        Advance(compressed.Length);
    }

    /// <summary>Gives what is in the octets that have come.</summary>
    /// <returns>How many octets; 0 if more must come first.</returns>
    /// <exception cref="FramingException">It is not DEFLATE, the stream has ended though more came, or a limit was passed.</exception>
    public int Read(ArraySegment<byte> buffer)
    {
        int count;
        try
        {
            count = _inflate.Read(buffer.Array!, buffer.Offset, buffer.Count);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new FramingException("It is to be compressed, but it is not DEFLATE.");
        }

        if (count == 0 && buffer.Count > 0 && !_feed.IsEmpty)
            throw new FramingException("More came behind the end of the compressed stream.");
        _excess += count;
        if (_excess > _limits.MaxCompressionExcess)
        {
            throw new FramingException(
                $"It expands to more than {_limits.MaxCompressionRatio} times its compressed size (MaxCompressionRatio), by over {_limits.MaxCompressionExcess} bytes (MaxCompressionExcess).",
                nameof(ProtocolLimits.MaxCompressionExcess));
        }

        return count;
    }

    /// <summary>Releases the memory of the algorithm; not while another thread reads.</summary>
    public void Dispose() => _inflate.Dispose();

    /// <summary>Gives what has come, and 0 where nothing has: DeflateStream asks again each time.</summary>
    private sealed class Feed : Stream
    {
        private byte[] _buffer = new byte[16 * 1024];
        private int _start;
        private int _end;

        public bool IsEmpty => _start == _end;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public Memory<byte> GetMemory(int minimum)
        {
            if (IsEmpty)
                _start = _end = 0;
            if (_buffer.Length - _end < minimum)
                Array.Resize(ref _buffer, _end + minimum);
            return _buffer.AsMemory(_end);
        }

        public void Advance(int count) => _end += count;

        public override int Read(byte[] buffer, int offset, int count)
        {
            count = Math.Min(count, _end - _start);
            Buffer.BlockCopy(_buffer, _start, buffer, offset, count);
            _start += count;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
