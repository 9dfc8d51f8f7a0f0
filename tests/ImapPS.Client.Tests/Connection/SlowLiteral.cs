using ImapPS.Protocol.Commands;

namespace ImapPS.Client.Tests.Connection;

/// <summary>A literal of zeros whose source keeps everybody waiting, once in the middle.</summary>
public sealed class SlowLiteral(int length) : LiteralSource
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _goesOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The middle is reached.</summary>
    public Task Reached => _reached.Task;

    public override long Length => length;

    public void GoOn() => _goesOn.SetResult();

    public override Stream Open() => new SlowStream(this, new byte[length]);

    private sealed class SlowStream(SlowLiteral literal, byte[] content) : MemoryStream(content)
    {
        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadSlowlyAsync(buffer.AsMemory(offset, count));

#if NET
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            new(ReadSlowlyAsync(buffer));
#endif

        private async Task<int> ReadSlowlyAsync(Memory<byte> buffer)
        {
            var piece = new byte[Position == 0 ? Math.Min(buffer.Length, (int)Length / 2) : buffer.Length];
            if (Position > 0)
            {
                literal._reached.TrySetResult();
                await literal._goesOn.Task;
            }

            var read = Read(piece, 0, piece.Length);
            piece.AsMemory(0, read).CopyTo(buffer);
            return read;
        }
    }
}
