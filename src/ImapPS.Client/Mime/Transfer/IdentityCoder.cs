using System.Buffers;

namespace ImapPS.Client.Mime;

/// <summary>7bit, 8bit and binary: no encoding at all. Source: RFC 2045 section 6.2.</summary>
public sealed class IdentityCoder : TransferCoder
{
    /// <inheritdoc/>
    public override OperationStatus Convert(ReadOnlySpan<byte> source, Span<byte> destination, out int consumed, out int written, bool final)
    {
        consumed = written = Math.Min(source.Length, destination.Length);
        source.Slice(0, written).CopyTo(destination);
        return consumed == source.Length ? OperationStatus.Done : OperationStatus.DestinationTooSmall;
    }
}
