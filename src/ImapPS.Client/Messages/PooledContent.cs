using System.Buffers;
using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Messages;

/// <summary>A small content in a borrowed array. One that is never given back is only garbage.</summary>
internal sealed class PooledContent
{
    private byte[]? _array;

    public PooledContent(ReadOnlySpan<byte> content)
    {
        _array = ArrayPool<byte>.Shared.Rent(content.Length);
        Length = content.Length;
        content.CopyTo(_array);
    }

    public int Length { get; }

    public ReadOnlyMemory<byte> Memory => _array.AsMemory(0, Length);

    /// <summary>Makes arrays of contents that came to somebody who wants them so.</summary>
    public static void Unpool(FetchResponse fetch)
    {
        if (!fetch.Sections.Any(static s => s.Detached is PooledContent))
            return;
        fetch.Sections = fetch.Sections.Select(static s => s.Detached is PooledContent pooled ? s with { Content = pooled.Memory.ToArray(), Detached = null } : s).ToArray();
    }

    public void Return()
    {
        if (_array is not { } array)
            return;
        _array = null;
        ArrayPool<byte>.Shared.Return(array);
    }
}
