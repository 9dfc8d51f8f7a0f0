using System.Buffers;

namespace ImapPS.Client.Mime;

/// <summary>Decodes quoted-printable as it streams by. Source: RFC 2045 section 6.7.</summary>
/// <remarks>
/// Tolerant: an "=" that starts nothing stays as it is (and sets <see cref="TransferCoder.Damaged"/>), lower-case digits and 8-bit
/// characters are taken, line ends may be LF alone.
/// </remarks>
public sealed class QuotedPrintableDecoder : TransferCoder
{
    // quoted-printable      := qp-line *(CRLF qp-line)
    // qp-line               := *(qp-segment transport-padding CRLF) qp-part transport-padding
    // qp-segment            := qp-section *(SPACE / TAB) "="
    // hex-octet             := "=" 2(DIGIT / "A" / "B" / "C" / "D" / "E" / "F")
    // transport-padding     := *LWSP-char, added on the way and to be removed at the end of a line

    /// <summary>Blanks held back to see whether the line ends behind them; RFC 2045 has no longer lines, so more are text.</summary>
    private const int MaxHeld = 78;

    private readonly byte[] _held = new byte[MaxHeld + 2];
    private int _count;
    private int _drained;

    /// <inheritdoc/>
    public override OperationStatus Convert(ReadOnlySpan<byte> source, Span<byte> destination, out int consumed, out int written, bool final)
    {
        consumed = written = 0;
        while (true)
        {
            if (_drained > 0 && !Drain(destination, ref written))
                return OperationStatus.DestinationTooSmall;
            if (consumed == source.Length)
                break;
            if (_count == 0)
            {
                if (written == destination.Length)
                    return OperationStatus.DestinationTooSmall;
                TakeRun(source.Slice(consumed), destination.Slice(written), ref consumed, ref written);
            }
            else
            {
                TakeHeld(source[consumed], ref consumed);
            }
        }
        if (!final || _count == 0)
            return OperationStatus.Done;
        // The end: blanks are padding, "=" with nothing or only blanks behind it is a soft line break.
        if (_held[0] == '=' && _count > 1 && IsHex(_held[1]))
            GiveUp();
        if (_drained > 0)
            return Drain(destination, ref written) ? OperationStatus.Done : OperationStatus.DestinationTooSmall;
        _count = 0;
        return OperationStatus.Done;
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        _count = _drained = 0;
    }

    /// <summary>Copies plain text up to the next "=" or line end; blanks there, or at the end of the input, are held back.</summary>
    private void TakeRun(ReadOnlySpan<byte> source, Span<byte> destination, ref int consumed, ref int written)
    {
        var window = source.Slice(0, Math.Min(source.Length, destination.Length));
        var stop = window.IndexOfAny((byte)'=', (byte)'\r', (byte)'\n');
        var length = stop < 0 ? window.Length : stop;
        var text = length;
        if (stop < 0 || window[stop] != '=')
        {
            while (text > 0 && length - text < MaxHeld && IsBlank(window[text - 1]))
                text--;
        }
        window.Slice(0, text).CopyTo(destination);
        written += text;
        consumed += length;
        if (stop < 0)
        {
            window.Slice(text, length - text).CopyTo(_held);
            _count = length - text;
        }
        else if (window[stop] == '=')
        {
            _held[_count++] = (byte)'=';
            consumed++;
        }
        else
        {
            destination[text] = window[stop];
            written++;
            consumed++;
        }
    }

    /// <summary>One more byte behind what is held; decides whether that is text, padding or an encoded octet.</summary>
    private void TakeHeld(byte next, ref int consumed)
    {
        if (_held[0] != '=')
        {
            if (next is (byte)'\r' or (byte)'\n')
            {
                _count = 0;
            }
            else if (IsBlank(next) && _count < MaxHeld)
            {
                _held[_count++] = next;
                consumed++;
            }
            else
            {
                _drained = _count;
            }
            return;
        }
        var last = _held[_count - 1];
        if (last == '\r')
        {
            // "=" CR: the soft line break is complete, with or without its LF.
            if (next == '\n')
                consumed++;
            _count = 0;
        }
        else if (_count == 2 && IsHex(last))
        {
            if (IsHex(next))
            {
                _held[0] = (byte)((HexValue(last) << 4) | HexValue(next));
                _drained = _count = 1;
                consumed++;
            }
            else
            {
                GiveUp();
            }
        }
        else if (next == '\n')
        {
            _count = 0;
            consumed++;
        }
        else if (next == '\r' || (IsBlank(next) && _count < MaxHeld) || (_count == 1 && IsHex(next)))
        {
            _held[_count++] = next;
            consumed++;
        }
        else
        {
            GiveUp();
        }
    }

    private void GiveUp()
    {
        Damaged = true;
        _drained = _count;
    }

    /// <summary>Writes out what was held and is text after all.</summary>
    private bool Drain(Span<byte> destination, ref int written)
    {
        var start = _count - _drained;
        var length = Math.Min(_drained, destination.Length - written);
        _held.AsSpan(start, length).CopyTo(destination.Slice(written));
        written += length;
        _drained -= length;
        if (_drained > 0)
            return false;
        _count = 0;
        return true;
    }

    private static bool IsBlank(byte b) => b is (byte)' ' or (byte)'\t';

    private static bool IsHex(byte b) => EncodedWordDecoder.IsHex((char)b);

    private static int HexValue(byte b) => EncodedWordDecoder.HexValue((char)b);
}
