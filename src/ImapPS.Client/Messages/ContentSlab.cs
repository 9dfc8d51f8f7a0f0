using System.Buffers;

namespace ImapPS.Client.Messages;

/// <summary>A borrowed array that many small contents share. It goes back when the last of them does; one that never does is only garbage.</summary>
internal sealed class ContentSlab(int size)
{
    private readonly byte[] _array = ArrayPool<byte>.Shared.Rent(size);
    private int _used;
    private int _holders = 1;

    /// <returns>Null if there is no room.</returns>
    public PooledContent? TryAdd(ReadOnlySpan<byte> content)
    {
        if (content.Length > _array.Length - _used)
            return null;
        Interlocked.Increment(ref _holders);
        var added = new PooledContent(this, _used, content.Length);
        Append(content);
        return added;
    }

    /// <summary>A piece of the one content that it is for.</summary>
    public void Append(ReadOnlySpan<byte> piece)
    {
        piece.CopyTo(_array.AsSpan(_used));
        _used += piece.Length;
    }

    /// <summary>All that was appended, which holds it now in place of whoever filled it.</summary>
    public PooledContent ToContent() => new(this, 0, _used);

    public ReadOnlyMemory<byte> Slice(int start, int length) => _array.AsMemory(start, length);

    /// <summary>One holder less: a content, or, once, whoever fills it.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
            ArrayPool<byte>.Shared.Return(_array);
    }
}
