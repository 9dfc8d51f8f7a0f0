using ImapPS.Protocol.Commands;

namespace ImapPS.Client.Tests.Connection;

/// <summary>A literal of zeros whose source keeps everybody waiting, once in the middle.</summary>
public sealed class SlowLiteral(int length, TimeSpan wait) : LiteralSource
{
    public override long Length => length;

    public override Stream Open() => new SlowStream(new byte[length], wait);

    private sealed class SlowStream(byte[] content, TimeSpan wait) : MemoryStream(content)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position > 0)
                await Task.Delay(wait, cancellationToken);
            return await base.ReadAsync(Position == 0 ? buffer[..Math.Min(buffer.Length, (int)Length / 2)] : buffer, cancellationToken);
        }
    }
}
