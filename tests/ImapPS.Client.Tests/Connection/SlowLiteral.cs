using ImapPS.Protocol.Commands;

namespace ImapPS.Client.Tests.Connection;

/// <summary>A literal of zeros whose source keeps everybody waiting, once in the middle.</summary>
public sealed class SlowLiteral(int length, TimeSpan wait) : LiteralSource
{
    public override long Length => length;

    public override Stream Open() => new SlowStream(new byte[length], wait);

    private sealed class SlowStream(byte[] content, TimeSpan wait) : MemoryStream(content)
    {
        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadSlowlyAsync(buffer.AsMemory(offset, count), cancellationToken);

#if NET
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            new(ReadSlowlyAsync(buffer, cancellationToken));
#endif

        private async Task<int> ReadSlowlyAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            var piece = new byte[Position == 0 ? Math.Min(buffer.Length, (int)Length / 2) : buffer.Length];
            if (Position > 0)
                await Task.Delay(wait, cancellationToken);
            var read = Read(piece, 0, piece.Length);
            piece.AsMemory(0, read).CopyTo(buffer);
            return read;
        }
    }
}
