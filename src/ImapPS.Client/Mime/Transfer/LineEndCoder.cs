using System.Buffers;

namespace ImapPS.Client.Mime;

/// <summary>Makes every line end CRLF, as a message wants them: CR or LF alone becomes both. Source: RFC 5322 section 2.3.</summary>
internal sealed class LineEndCoder : TransferCoder
{
    private bool _afterCarriageReturn;

    /// <inheritdoc/>
    public override OperationStatus Convert(ReadOnlySpan<byte> source, Span<byte> destination, out int consumed, out int written, bool final)
    {
        consumed = written = 0;
        while (consumed < source.Length)
        {
            if (destination.Length - written < 2)
                return OperationStatus.DestinationTooSmall;
            var b = source[consumed++];
            var skip = _afterCarriageReturn && b == '\n';
            _afterCarriageReturn = b == '\r';
            if (skip)
                continue;
            if (b is (byte)'\r' or (byte)'\n')
            {
                destination[written++] = (byte)'\r';
                destination[written++] = (byte)'\n';
            }
            else
            {
                destination[written++] = b;
            }
        }
        return OperationStatus.Done;
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        _afterCarriageReturn = false;
    }
}
