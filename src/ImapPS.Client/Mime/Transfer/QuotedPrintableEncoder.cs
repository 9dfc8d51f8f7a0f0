using System.Buffers;

namespace ImapPS.Client.Mime;

/// <summary>Encodes quoted-printable in lines of at most 76 characters. Source: RFC 2045 section 6.7.</summary>
/// <remarks>CRLF in the input is a line end and stays one; CR or LF alone is data and is encoded, so decoding gives the same bytes back.</remarks>
public sealed class QuotedPrintableEncoder : TransferCoder
{
    private const int MaxLine = 76;
    private const int MaxStep = 12;
    private static readonly byte[] Hex = "0123456789ABCDEF"u8.ToArray();

    private int _line;
    private int _held = -1;

    /// <inheritdoc/>
    public override OperationStatus Convert(ReadOnlySpan<byte> source, Span<byte> destination, out int consumed, out int written, bool final)
    {
        consumed = written = 0;
        while (consumed < source.Length)
        {
            // One input byte writes at most the one held, itself encoded, and a soft line break before each.
            if (destination.Length - written < MaxStep)
                return OperationStatus.DestinationTooSmall;
            Take(source[consumed++], destination, ref written);
        }
        if (!final || _held < 0)
            return OperationStatus.Done;
        if (destination.Length - written < MaxStep)
            return OperationStatus.DestinationTooSmall;
        // Blanks at the very end would be lost on the way.
        Encode((byte)_held, destination, ref written);
        _held = -1;
        return OperationStatus.Done;
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        _line = 0;
        _held = -1;
    }

    private void Take(byte b, Span<byte> destination, ref int written)
    {
        if (_held == '\r' && b == '\n')
        {
            destination[written++] = (byte)'\r';
            destination[written++] = (byte)'\n';
            _line = 0;
            _held = -1;
            return;
        }
        if (_held >= 0)
        {
            if (_held == '\r' || b == '\r')
                Encode((byte)_held, destination, ref written);
            else
                Put((byte)_held, destination, ref written);
            _held = -1;
        }
        if (b is (byte)' ' or (byte)'\t' or (byte)'\r')
            _held = b;
        else if (b is >= (byte)'!' and <= (byte)'~' and not (byte)'=')
            Put(b, destination, ref written);
        else
            Encode(b, destination, ref written);
    }

    private void Put(byte b, Span<byte> destination, ref int written)
    {
        Break(1, destination, ref written);
        destination[written++] = b;
        _line++;
    }

    private void Encode(byte b, Span<byte> destination, ref int written)
    {
        Break(3, destination, ref written);
        destination[written++] = (byte)'=';
        destination[written++] = Hex[b >> 4];
        destination[written++] = Hex[b & 15];
        _line += 3;
    }

    private void Break(int length, Span<byte> destination, ref int written)
    {
        if (_line + length < MaxLine)
            return;
        destination[written++] = (byte)'=';
        destination[written++] = (byte)'\r';
        destination[written++] = (byte)'\n';
        _line = 0;
    }
}
