using System.Buffers;
using System.Buffers.Text;

namespace ImapPS.Client.Mime;

/// <summary>Encodes base64 in lines of 76 characters, each ended by CRLF. Source: RFC 2045 section 6.8.</summary>
public sealed class Base64Encoder : TransferCoder
{
    private const int LineBytes = 57;
    private const int LineChars = 76;
    private readonly byte[] _line = new byte[LineBytes];
    private int _count;

    /// <inheritdoc/>
    public override OperationStatus Convert(ReadOnlySpan<byte> source, Span<byte> destination, out int consumed, out int written, bool final)
    {
        consumed = written = 0;
        while (true)
        {
            var take = Math.Min(LineBytes - _count, source.Length - consumed);
            source.Slice(consumed, take).CopyTo(_line.AsSpan(_count));
            _count += take;
            consumed += take;
            if (_count == 0 || (_count < LineBytes && !final))
                return OperationStatus.Done;
            if (destination.Length - written < LineChars + 2)
                return OperationStatus.DestinationTooSmall;
            Base64.EncodeToUtf8(_line.AsSpan(0, _count), destination.Slice(written), out _, out var made);
            written += made;
            destination[written++] = (byte)'\r';
            destination[written++] = (byte)'\n';
            _count = 0;
        }
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        _count = 0;
    }
}
