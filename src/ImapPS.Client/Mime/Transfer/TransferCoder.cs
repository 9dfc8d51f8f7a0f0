using System.Buffers;

namespace ImapPS.Client.Mime;

/// <summary>A content transfer encoding, one way, as a machine that is fed in pieces of any size.</summary>
/// <remarks>
/// Source: RFC 2045 section 6. A coder keeps a few bytes between calls, and serves one content at a time; not thread-safe.
/// Decoders take anything: what isn't in the encoding is passed over, and <see cref="Damaged"/> tells of it.
/// </remarks>
public abstract class TransferCoder
{
    /// <summary>A destination of at least this size always lets a call get on.</summary>
    public const int MinDestination = 128;

    /// <summary>Whether something was met that the encoding doesn't allow, so that the output may not be what was sent.</summary>
    public bool Damaged { get; private protected set; }

    /// <summary>Converts as much as fits.</summary>
    /// <param name="source">Input; what wasn't consumed must be given again.</param>
    /// <param name="destination">Output.</param>
    /// <param name="consumed">How much of the input is done with.</param>
    /// <param name="written">How much of the output is filled.</param>
    /// <param name="final">True when no more input will come after this.</param>
    /// <returns>
    /// <see cref="OperationStatus.Done"/>: all input consumed, and with <paramref name="final"/> all output written.
    /// <see cref="OperationStatus.DestinationTooSmall"/>: call again with room. No other value.
    /// </returns>
    public abstract OperationStatus Convert(ReadOnlySpan<byte> source, Span<byte> destination, out int consumed, out int written, bool final);

    /// <summary>Forgets everything, for the next content.</summary>
    public virtual void Reset() => Damaged = false;

    /// <summary>Converts a whole content in memory.</summary>
    public byte[] ConvertAll(ReadOnlySpan<byte> source)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(source.Length + source.Length / 2 + MinDestination);
        try
        {
            var length = 0;
            while (true)
            {
                var status = Convert(source, buffer.AsSpan(length), out var consumed, out var written, final: true);
                source = source.Slice(consumed);
                length += written;
                if (status == OperationStatus.Done)
                    return buffer.AsSpan(0, length).ToArray();
                var bigger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
                buffer.AsSpan(0, length).CopyTo(bigger);
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = bigger;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
