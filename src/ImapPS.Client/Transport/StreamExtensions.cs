using System.Runtime.InteropServices;

namespace ImapPS.Client.Transport;

/// <summary>Memory overloads that netstandard2.0's Stream lacks.</summary>
internal static class StreamExtensions
{
#if NETSTANDARD2_0
    public static async ValueTask<int> ReadAsync(this Stream stream, Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var segment = Segment(buffer);
        return await stream.ReadAsync(segment.Array!, segment.Offset, segment.Count, cancellationToken).ConfigureAwait(false);
    }

    public static async ValueTask WriteAsync(this Stream stream, ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var segment = Segment(buffer);
        await stream.WriteAsync(segment.Array!, segment.Offset, segment.Count, cancellationToken).ConfigureAwait(false);
    }

    private static ArraySegment<byte> Segment(ReadOnlyMemory<byte> buffer) =>
        MemoryMarshal.TryGetArray(buffer, out var segment) ? segment : new ArraySegment<byte>(buffer.ToArray());
#endif
}
