using System.Buffers;
using System.Text;

namespace ImapPS.Client.Mime;

/// <summary>Percent-encoded octets to text, across the pieces of one value. Source: RFC 2231 section 4.</summary>
internal struct PercentDecoder
{
    private Encoding? _encoding;
    private byte[]? _bytes;
    private int _count;

    // extended-initial-value := [charset] "'" [language] "'" extended-other-values

    /// <summary>Takes charset and language off the first piece; what is left is the value.</summary>
    internal ReadOnlySpan<char> ReadCharset(ReadOnlySpan<char> value)
    {
        var first = value.IndexOf('\'');
        if (first < 0)
            return value;
        var known = Charsets.Find(value.Slice(0, first));
        var second = value.Slice(first + 1).IndexOf('\'');
        if (second < 0)
        {
            // Some senders forget the language with its quote; without a known charset it is an apostrophe.
            if (known is null)
                return value;
            _encoding = known;
            return value.Slice(first + 1);
        }
        _encoding = known;
        return value.Slice(first + second + 2);
    }

    internal void Append(ReadOnlySpan<char> value, ref CharBuffer text)
    {
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (c == '%' && i + 2 < value.Length && EncodedWordDecoder.IsHex(value[i + 1]) && EncodedWordDecoder.IsHex(value[i + 2]))
            {
                Add((byte)((EncodedWordDecoder.HexValue(value[i + 1]) << 4) | EncodedWordDecoder.HexValue(value[i + 2])));
                i += 2;
            }
            else if (c < 0x80)
            {
                Add((byte)c);
            }
            else
            {
                Flush(ref text);
                text.Append(c);
            }
        }
    }

    internal void Flush(ref CharBuffer text)
    {
        if (_count == 0)
            return;
        ReadOnlySpan<byte> bytes = _bytes.AsSpan(0, _count);
        text.Append(bytes, Charsets.Resolve(_encoding, bytes));
        _count = 0;
    }

    internal void Dispose()
    {
        if (_bytes is not null)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = null;
    }

    private void Add(byte value)
    {
        _bytes ??= ArrayPool<byte>.Shared.Rent(128);
        if (_count == _bytes.Length)
        {
            var bigger = ArrayPool<byte>.Shared.Rent(_count * 2);
            _bytes.AsSpan(0, _count).CopyTo(bigger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = bigger;
        }
        _bytes[_count++] = value;
    }
}
