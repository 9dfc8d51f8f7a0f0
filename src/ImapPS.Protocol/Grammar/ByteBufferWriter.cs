using System.Buffers;

namespace ImapPS.Protocol.Grammar;

/// <summary>A growing buffer to write octets into; netstandard2.0 has the interface but no such class.</summary>
public sealed class ByteBufferWriter(int capacity = 256) : IBufferWriter<byte>
{
    private byte[] _buffer = new byte[Math.Max(capacity, 16)];

    public int Length { get; private set; }

    /// <summary>What was written. Valid until the next write.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, Length);

    /// <summary>Forgets what was written and keeps the room.</summary>
    public void Clear() => Length = 0;

    public byte[] ToArray() => _buffer.AsSpan(0, Length).ToArray();

    /// <exception cref="ArgumentOutOfRangeException">More than there is room for.</exception>
    public void Advance(int count)
    {
        if (count < 0 || count > _buffer.Length - Length)
            throw new ArgumentOutOfRangeException(nameof(count));
        Length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _buffer.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _buffer.AsSpan(Length);
    }

    private void Reserve(int sizeHint)
    {
        var needed = Math.Max(sizeHint, 1);
        if (_buffer.Length - Length >= needed)
            return;
        Array.Resize(ref _buffer, checked((int)Math.Max(Math.Min(_buffer.Length * 2L, int.MaxValue / 2), (long)Length + needed)));
    }
}
