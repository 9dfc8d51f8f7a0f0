using System.Buffers;
using System.Buffers.Text;

namespace ImapPS.Loopback.Mime;

/// <summary>Octets of answers as they grow. Messages are kept and sent raw, so strings go in as octets, not as text.</summary>
internal sealed class WireBuffer(int capacity = 256) : IBufferWriter<byte>
{
    /// <summary>Longer strings go as literals.</summary>
    private const int MaxQuoted = 1000;

    private byte[] _bytes = new byte[capacity];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    /// <summary>The octets up to <see cref="Length"/> lie at the beginning of this array until the next append.</summary>
    public byte[] Array => _bytes;

    public byte[] ToArray() => Span.ToArray();

    public void Clear() => Length = 0;

    /// <summary>Takes back what was written behind that length.</summary>
    public void Truncate(int length) => Length = Math.Min(Length, length);

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(1, sizeHint));
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public WireBuffer Append(byte value)
    {
        Reserve(1);
        _bytes[Length++] = value;
        return this;
    }

    public WireBuffer Append(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(Length));
        Length += bytes.Length;
        return this;
    }

    /// <summary>Text of our own: one octet a character.</summary>
    public WireBuffer Ascii(string text)
    {
        Reserve(text.Length);
        foreach (var c in text)
            _bytes[Length++] = c < 0x80 ? (byte)c : (byte)'?';
        return this;
    }

    public WireBuffer Number(ulong value)
    {
        Reserve(20);
        Utf8Formatter.TryFormat(value, _bytes.AsSpan(Length), out var written);
        Length += written;
        return this;
    }

    public WireBuffer Nil() => Append("NIL"u8);

    public WireBuffer NString(byte[]? value) => value is null ? Nil() : String(value);

    /// <summary>string = quoted / literal (RFC 9051 section 9). NUL can stand in neither and is left out.</summary>
    public WireBuffer String(ReadOnlySpan<byte> value)
    {
        if (value.IndexOf((byte)0) >= 0)
            value = WithoutNul(value);
        if (!IsQuotable(value))
            return Append((byte)'{').Number((ulong)value.Length).Append("}\r\n"u8).Append(value);
        Append((byte)'"');
        foreach (var b in value)
        {
            if (b is (byte)'"' or (byte)'\\')
                Append((byte)'\\');
            Append(b);
        }

        return Append((byte)'"');
    }

    private static bool IsQuotable(ReadOnlySpan<byte> value)
    {
        if (value.Length > MaxQuoted)
            return false;
        foreach (var b in value)
        {
            if (b is (byte)'\r' or (byte)'\n' or >= 0x80)
                return false;
        }

        return true;
    }

    private static byte[] WithoutNul(ReadOnlySpan<byte> value)
    {
        var result = new byte[value.Length];
        var length = 0;
        foreach (var b in value)
        {
            if (b != 0)
                result[length++] = b;
        }

        return result.AsSpan(0, length).ToArray();
    }

    private void Reserve(int count)
    {
        if (_bytes.Length - Length >= count)
            return;
        var larger = new byte[Math.Max(_bytes.Length * 2, Length + count)];
        Buffer.BlockCopy(_bytes, 0, larger, 0, Length);
        _bytes = larger;
    }
}
