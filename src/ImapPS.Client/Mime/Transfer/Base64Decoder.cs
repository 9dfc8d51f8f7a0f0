using System.Buffers;
using System.Buffers.Text;

namespace ImapPS.Client.Mime;

/// <summary>Decodes base64 as it streams by. Source: RFC 2045 section 6.8.</summary>
/// <remarks>
/// Tolerant: characters outside the alphabet are passed over, padding may be missing, and after padding a new content may
/// start (some senders join several). Blanks and line ends belong to the encoding; everything else of this sets <see cref="TransferCoder.Damaged"/>.
/// </remarks>
public sealed class Base64Decoder : TransferCoder
{
    private const byte Bad = 0xFF;
    private const byte Blank = 0xFE;
    private const byte Pad = 0xFD;
    private const int MaxRun = 256;
    private static readonly byte[] Values = MakeValues();

    private int _quantum;
    private int _quantumLength;
    private bool _padded;

    /// <inheritdoc/>
    public override OperationStatus Convert(ReadOnlySpan<byte> source, Span<byte> destination, out int consumed, out int written, bool final)
    {
        consumed = written = 0;
        while (consumed < source.Length)
        {
            // A quantum gives three bytes at most.
            if (destination.Length - written < 3)
                return OperationStatus.DestinationTooSmall;
            if (_quantumLength == 0 && ConvertRun(source.Slice(consumed), destination.Slice(written), ref consumed, ref written))
                continue;
            Take(source[consumed++], destination, ref written);
        }
        if (!final)
            return OperationStatus.Done;
        if (destination.Length - written < 3)
            return OperationStatus.DestinationTooSmall;
        if (_quantumLength > 0)
            Damaged = true;
        EndQuantum(destination, ref written);
        return OperationStatus.Done;
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        _quantum = _quantumLength = 0;
        _padded = false;
    }

    /// <summary>Whole quanta up to the end of the line, by the framework's vectorised decoder; false where there is none.</summary>
    private bool ConvertRun(ReadOnlySpan<byte> source, Span<byte> destination, ref int consumed, ref int written)
    {
        // A window, so that looking for the line's end over and over can't cost more than decoding.
        source = source.Slice(0, Math.Min(source.Length, MaxRun));
        var line = source.IndexOfAny("\r\n= \t"u8);
        var length = Math.Min(line < 0 ? source.Length : line, destination.Length / 3 * 4) & ~3;
        if (length == 0 || Values[source[0]] >= Pad)
            return false;
        Base64.DecodeFromUtf8(source.Slice(0, length), destination, out var read, out var made, isFinalBlock: false);
        if (read == 0)
            return false;
        CheckAfterPadding();
        consumed += read;
        written += made;
        return true;
    }

    private void Take(byte character, Span<byte> destination, ref int written)
    {
        var value = Values[character];
        switch (value)
        {
            case Blank:
                return;
            case Bad:
                Damaged = true;
                return;
            case Pad:
                if (_quantumLength == 1 || (_quantumLength == 0 && !_padded))
                    Damaged = true;
                _padded = true;
                EndQuantum(destination, ref written);
                return;
        }
        CheckAfterPadding();
        _quantum = (_quantum << 6) | value;
        if (++_quantumLength < 4)
            return;
        destination[written++] = (byte)(_quantum >> 16);
        destination[written++] = (byte)(_quantum >> 8);
        destination[written++] = (byte)_quantum;
        _quantum = _quantumLength = 0;
    }

    private void CheckAfterPadding()
    {
        if (_padded)
            Damaged = true;
        _padded = false;
    }

    private void EndQuantum(Span<byte> destination, ref int written)
    {
        if (_quantumLength == 2)
        {
            destination[written++] = (byte)(_quantum >> 4);
        }
        else if (_quantumLength == 3)
        {
            destination[written++] = (byte)(_quantum >> 10);
            destination[written++] = (byte)(_quantum >> 2);
        }
        _quantum = _quantumLength = 0;
    }

    private static byte[] MakeValues()
    {
        var values = new byte[256];
        for (var i = 0; i < values.Length; i++)
            values[i] = Bad;
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (var i = 0; i < Alphabet.Length; i++)
            values[Alphabet[i]] = (byte)i;
        values['='] = Pad;
        foreach (var blank in " \t\r\n")
            values[blank] = Blank;
        return values;
    }
}
