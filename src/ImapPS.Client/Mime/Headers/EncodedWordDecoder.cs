using System.Buffers;
using System.Text;

namespace ImapPS.Client.Mime;

/// <summary>Turns a text with encoded words into the text that is meant. Source: RFC 2047 sections 2, 4 and 6.</summary>
/// <remarks>One pass, in time linear to the text: a failed word is taken as plain text up to where it failed.</remarks>
internal ref struct EncodedWordDecoder
{
    private const int StackChars = 256;

    private CharBuffer _text;
    private byte[] _bytes;
    private int _count;
    private Encoding? _encoding;
    private int _quantum;
    private int _quantumLength;

    internal static string Decode(ReadOnlySpan<char> source)
    {
        var decoder = new EncodedWordDecoder
        {
            _text = new CharBuffer(stackalloc char[StackChars]),
            _bytes = ArrayPool<byte>.Shared.Rent(Math.Max(source.Length, 16)),
        };
        try
        {
            decoder.Run(source);
            return HeaderText.Clean(decoder._text.Written).ToString();
        }
        finally
        {
            decoder.Dispose();
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _text.Dispose();
    }

    internal static bool IsHex(char c) => c is >= '0' and <= '9' or >= 'A' and <= 'F' or >= 'a' and <= 'f';

    internal static int HexValue(char c) => c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;

    internal static int Base64Value(char c) => c switch
    {
        >= 'A' and <= 'Z' => c - 'A',
        >= 'a' and <= 'z' => c - 'a' + 26,
        >= '0' and <= '9' => c - '0' + 52,
        '+' or '-' => 62,
        '/' or '_' => 63,
        _ => -1,
    };

    private void Run(ReadOnlySpan<char> source)
    {
        var done = 0;
        var afterWord = false;
        var from = 0;
        while (true)
        {
            var step = source.Slice(from).IndexOf("=?".AsSpan());
            if (step < 0)
                break;
            var start = from + step;
            if (!EncodedWord.TryRead(source, start, out var word))
            {
                from = start + 2;
                continue;
            }
            var between = source.Slice(done, start - done);
            // RFC 2047 section 6.2: white space between two encoded words is not shown.
            if (!(afterWord && IsBlank(between)))
            {
                Flush();
                _text.Append(between);
            }
            Add(word);
            afterWord = true;
            from = done = word.End;
        }
        Flush();
        _text.Append(source.Slice(done));
    }

    private void Add(EncodedWord word)
    {
        var encoding = Charsets.Find(word.Charset);
        // Words of one charset are decoded together: many senders cut in the middle of a character.
        if (_count > 0 && !ReferenceEquals(encoding, _encoding))
            Flush();
        _encoding = encoding;
        if (word.IsBase64)
            AddBase64(word.Text);
        else
            AddQuoted(word.Text);
    }

    private void AddBase64(ReadOnlySpan<char> text)
    {
        // A sender that cuts one base64 stream into words leaves a rest in the word before; a sender that only forgets
        // the padding starts afresh, so that this word is whole by itself.
        if (_quantumLength > 0 && SignificantLength(text) % 4 == 0)
            EndQuantum();
        foreach (var c in text)
        {
            if (c == '=')
            {
                EndQuantum();
                continue;
            }
            var value = Base64Value(c);
            if (value < 0)
                continue;
            _quantum = (_quantum << 6) | value;
            if (++_quantumLength < 4)
                continue;
            Add((byte)(_quantum >> 16));
            Add((byte)(_quantum >> 8));
            Add((byte)_quantum);
            _quantum = _quantumLength = 0;
        }
    }

    /// <summary>Writes out the whole bytes of a quantum that was cut short; six bits alone make none.</summary>
    private void EndQuantum()
    {
        if (_quantumLength == 2)
        {
            Add((byte)(_quantum >> 4));
        }
        else if (_quantumLength == 3)
        {
            Add((byte)(_quantum >> 10));
            Add((byte)(_quantum >> 2));
        }
        _quantum = _quantumLength = 0;
    }

    private static int SignificantLength(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var c in text)
        {
            if (c == '=' || Base64Value(c) >= 0)
                count++;
        }
        return count;
    }

    private void AddQuoted(ReadOnlySpan<char> text)
    {
        EndQuantum();
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '_')
            {
                Add((byte)' ');
            }
            else if (c == '=' && i + 2 < text.Length && IsHex(text[i + 1]) && IsHex(text[i + 2]))
            {
                Add((byte)((HexValue(text[i + 1]) << 4) | HexValue(text[i + 2])));
                i += 2;
            }
            else if (c < 0x80)
            {
                Add((byte)c);
            }
            else
            {
                // Already text: an 8-bit character that the sender didn't encode.
                Flush();
                _text.Append(c);
            }
        }
    }

    private void Add(byte value)
    {
        if (_count == _bytes.Length)
        {
            var bigger = ArrayPool<byte>.Shared.Rent(_count * 2);
            _bytes.AsSpan(0, _count).CopyTo(bigger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = bigger;
        }
        _bytes[_count++] = value;
    }

    private void Flush()
    {
        EndQuantum();
        if (_count == 0)
            return;
        ReadOnlySpan<byte> bytes = _bytes.AsSpan(0, _count);
        _text.Append(bytes, Charsets.Resolve(_encoding, bytes));
        _count = 0;
    }

    private static bool IsBlank(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (c is not (' ' or '\t' or '\r' or '\n'))
                return false;
        }
        return true;
    }
}
