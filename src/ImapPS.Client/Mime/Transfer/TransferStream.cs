using System.Buffers;

namespace ImapPS.Client.Mime;

/// <summary>A stream to read from that converts another one on the way: encoded content in, decoded content out, or the reverse.</summary>
/// <remarks>Holds one small buffer, whatever the content's size. Not thread-safe.</remarks>
public sealed class TransferStream : Stream
{
    private const int BufferSize = 16 * 1024;
    private readonly Stream _source;
    private readonly TransferCoder _coder;
    private readonly bool _leaveOpen;
    private readonly byte[] _input = new byte[BufferSize];
    private readonly byte[] _spare = new byte[TransferCoder.MinDestination];
    private int _start;
    private int _end;
    private int _spareStart;
    private int _spareEnd;
    private bool _ended;
    private bool _done;

    /// <summary>Makes a stream over another one, which is disposed with it unless <paramref name="leaveOpen"/>.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> or <paramref name="coder"/> is null.</exception>
    public TransferStream(Stream source, TransferCoder coder, bool leaveOpen = false)
    {
        _source = source ?? throw new ArgumentNullException(nameof(source));
        _coder = coder ?? throw new ArgumentNullException(nameof(coder));
        _leaveOpen = leaveOpen;
    }

    /// <summary>Whether the content that was read so far was not all valid.</summary>
    public bool Damaged => _coder.Damaged;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        int read;
        while ((read = Convert(buffer.AsSpan(offset, count))) == 0 && count > 0 && !_done)
            Filled(_source.Read(_input, 0, _input.Length));
        return read;
    }

    /// <inheritdoc/>
    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        int read;
        while ((read = Convert(buffer.AsSpan(offset, count))) == 0 && count > 0 && !_done)
            Filled(await _source.ReadAsync(_input, 0, _input.Length, cancellationToken).ConfigureAwait(false));
        return read;
    }

#if NET
    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read;
        while ((read = Convert(buffer.Span)) == 0 && !buffer.IsEmpty && !_done)
            Filled(await _source.ReadAsync(_input, cancellationToken).ConfigureAwait(false));
        return read;
    }
#endif

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_leaveOpen)
            _source.Dispose();
        base.Dispose(disposing);
    }

    private void Filled(int read)
    {
        _start = 0;
        _end = read;
        _ended = read == 0;
    }

    /// <summary>Fills the destination from what is there; 0 means that more input is needed, or that all is done.</summary>
    private int Convert(Span<byte> destination)
    {
        if (destination.IsEmpty || _done)
            return 0;
        if (_spareStart == _spareEnd)
        {
            if (destination.Length >= TransferCoder.MinDestination)
                return Step(destination);
            // A destination too small for the coder gets its bytes by way of one that isn't.
            _spareStart = 0;
            _spareEnd = Step(_spare);
        }
        var length = Math.Min(destination.Length, _spareEnd - _spareStart);
        _spare.AsSpan(_spareStart, length).CopyTo(destination);
        _spareStart += length;
        return length;
    }

    private int Step(Span<byte> destination)
    {
        if (_start == _end && !_ended)
            return 0;
        var status = _coder.Convert(_input.AsSpan(_start, _end - _start), destination, out var consumed, out var written, _ended);
        _start += consumed;
        _done = _ended && status == OperationStatus.Done && written == 0;
        return written;
    }
}
