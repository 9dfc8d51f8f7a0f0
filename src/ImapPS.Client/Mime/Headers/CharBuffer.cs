using System.Buffers;
using System.Text;

namespace ImapPS.Client.Mime;

/// <summary>Text under construction in pooled memory. Dispose gives the memory back.</summary>
internal ref struct CharBuffer
{
    private char[]? _rented;
    private Span<char> _chars;

    internal CharBuffer(Span<char> initial)
    {
        _chars = initial;
        _rented = null;
        Length = 0;
    }

    internal int Length { get; private set; }

    internal readonly Span<char> Written => _chars.Slice(0, Length);

    internal void Append(char c)
    {
        if (Length == _chars.Length)
            Grow(1);
        _chars[Length++] = c;
    }

    internal void Append(ReadOnlySpan<char> text)
    {
        if (text.Length > _chars.Length - Length)
            Grow(text.Length);
        text.CopyTo(_chars.Slice(Length));
        Length += text.Length;
    }

    internal void Append(ReadOnlySpan<byte> bytes, Encoding encoding)
    {
        if (bytes.IsEmpty)
            return;
#if NET
        var count = encoding.GetCharCount(bytes);
        if (count > _chars.Length - Length)
            Grow(count);
        Length += encoding.GetChars(bytes, _chars.Slice(Length));
#else
        Append(encoding.GetString(bytes).AsSpan());
#endif
    }

    internal void Dispose()
    {
        if (_rented is not null)
            ArrayPool<char>.Shared.Return(_rented);
        _rented = null;
        _chars = default;
        Length = 0;
    }

    private void Grow(int more)
    {
        var bigger = ArrayPool<char>.Shared.Rent(Math.Max(Length + more, _chars.Length * 2));
        Written.CopyTo(bigger);
        if (_rented is not null)
            ArrayPool<char>.Shared.Return(_rented);
        _chars = _rented = bigger;
    }
}
