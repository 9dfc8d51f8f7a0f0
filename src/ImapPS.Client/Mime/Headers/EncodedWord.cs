namespace ImapPS.Client.Mime;

/// <summary>Where an encoded word lies in a text, and what it is made of.</summary>
internal readonly ref struct EncodedWord
{
    private const int MaxCharsetLength = 80;

    private EncodedWord(ReadOnlySpan<char> charset, bool base64, ReadOnlySpan<char> text, int end)
    {
        Charset = charset;
        IsBase64 = base64;
        Text = text;
        End = end;
    }

    internal ReadOnlySpan<char> Charset { get; }

    internal bool IsBase64 { get; }

    internal ReadOnlySpan<char> Text { get; }

    /// <summary>Index of the first character behind the word.</summary>
    internal int End { get; }

    // RFC 2047 section 2, with the language of RFC 2231 section 5:
    //   encoded-word = "=?" charset ["*" language] "?" encoding "?" encoded-text "?="
    //   encoding     = "B" / "Q"
    //   encoded-text = 1*<Any printable ASCII character other than "?" or SPACE>
    // Real mail has blanks and question marks in encoded-text, leaves out "?=", and glues words to what stands around them.

    /// <summary>Reads the word that starts at <paramref name="start"/>, where "=?" stands; false where there is none.</summary>
    internal static bool TryRead(ReadOnlySpan<char> text, int start, out EncodedWord word)
    {
        word = default;
        var head = HeadLength(text.Slice(start), out var charsetLength);
        if (head == 0)
            return false;
        var charset = text.Slice(start + 2, charsetLength);
        var star = charset.IndexOf('*');
        if (star >= 0)
            charset = charset.Slice(0, star);
        var base64 = text[start + head - 2] is 'B' or 'b';
        var body = text.Slice(start + head);
        var length = BodyLength(body, base64, out var terminator);
        if (base64 && terminator == 0)
            length = Base64Length(body.Slice(0, length));
        var content = body.Slice(0, length);
        if (terminator == 0 && content.Length == body.Length && content.Length > 0 && content[content.Length - 1] == '?')
            content = content.Slice(0, content.Length - 1);
        word = new EncodedWord(charset, base64, content, start + head + length + terminator);
        return true;
    }

    /// <summary>Length of "=?charset?X?", or 0 where that doesn't stand at the start.</summary>
    private static int HeadLength(ReadOnlySpan<char> text, out int charsetLength)
    {
        charsetLength = 0;
        if (text.Length < 5 || text[0] != '=' || text[1] != '?')
            return 0;
        var i = 2;
        while (i < text.Length && i - 2 <= MaxCharsetLength && IsCharsetCharacter(text[i]))
            i++;
        charsetLength = i - 2;
        return i + 2 < text.Length && text[i] == '?' && text[i + 1] is 'B' or 'b' or 'Q' or 'q' && text[i + 2] == '?' ? i + 3 : 0;
    }

    private static bool IsCharsetCharacter(char c) =>
        c is >= '0' and <= '9' or >= 'A' and <= 'Z' or >= 'a' and <= 'z' or '-' or '_' or '.' or ':' or '+' or '*' or '(' or ')' or '$';

    /// <summary>Length of the encoded text: up to "?=", else up to the next word, else all.</summary>
    private static int BodyLength(ReadOnlySpan<char> body, bool base64, out int terminator)
    {
        terminator = 0;
        var i = 0;
        while (i < body.Length)
        {
            var step = body.Slice(i).IndexOfAny('?', '=');
            if (step < 0)
                return body.Length;
            i += step;
            if (body[i] == '=')
            {
                if (HeadLength(body.Slice(i), out _) > 0)
                    return i;
            }
            else if (i + 1 < body.Length && body[i + 1] == '=' && (base64 || !IsQuestionMark(body.Slice(i))))
            {
                terminator = 2;
                return i;
            }
            i++;
        }
        return body.Length;
    }

    /// <summary>
    /// Whether "?=XY" is a question mark that someone forgot to encode and an encoded byte, and not the end of a word:
    /// only so if another "?=" comes before any further word starts.
    /// </summary>
    private static bool IsQuestionMark(ReadOnlySpan<char> text)
    {
        if (text.Length < 4 || !EncodedWordDecoder.IsHex(text[2]) || !EncodedWordDecoder.IsHex(text[3]))
            return false;
        var rest = text.Slice(4);
        var end = rest.IndexOf("?=".AsSpan());
        var next = rest.IndexOf("=?".AsSpan());
        return end >= 0 && (next < 0 || end < next);
    }

    /// <summary>Without "?=", base64 text ends where something else than base64 comes.</summary>
    private static int Base64Length(ReadOnlySpan<char> text)
    {
        var i = 0;
        while (i < text.Length && (EncodedWordDecoder.Base64Value(text[i]) >= 0 || text[i] == '='))
            i++;
        return i;
    }
}
