using System.Threading.Channels;
using ImapPS.Protocol.Framing;

namespace ImapPS.Fuzz;

/// <summary>
/// A server as a stream: greets, answers each write of the client with the next answer, in chunks of any size, and ends
/// behind the last one.
/// </summary>
/// <param name="random">For the sizes of chunks.</param>
/// <param name="answers">Octets, in order; the first is the greeting.</param>
internal sealed class FuzzPeer(Random random, params byte[][] answers) : Stream
{
    private readonly Channel<byte[]> _sent = Channel.CreateUnbounded<byte[]>();
    private byte[] _current = [];
    private int _at;
    private int _next;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public static byte[] Compress(byte[] octets)
    {
        using var writer = new DeflateWriter();
        writer.Append(new ArraySegment<byte>(octets));
        return writer.Flush().ToArray();
    }

    public FuzzPeer Greet()
    {
        Answer();
        return this;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        TakeAsync(buffer.AsMemory(offset, count), cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Answer();
        return Task.CompletedTask;
    }

#if NET
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        new(TakeAsync(buffer, cancellationToken));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Answer();
        return default;
    }
#endif

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _sent.Writer.TryComplete();
        base.Dispose(disposing);
    }

    private async Task<int> TakeAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (_at == _current.Length)
        {
            if (!await _sent.Reader.WaitToReadAsync(cancellationToken) || !_sent.Reader.TryRead(out var next))
                return 0;
            _current = next;
            _at = 0;
        }

        var count = Math.Min(Math.Min(buffer.Length, _current.Length - _at), random.Next(1, 400));
        _current.AsMemory(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }

    private void Answer()
    {
        if (_next < answers.Length)
            _sent.Writer.TryWrite(answers[_next++]);
        if (_next == answers.Length)
            _sent.Writer.TryComplete();
    }
}
