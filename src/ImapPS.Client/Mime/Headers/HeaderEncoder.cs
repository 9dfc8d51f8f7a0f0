using System.Text;

namespace ImapPS.Client.Mime;

/// <summary>Text to what may stand in a header: encoded words, quoted strings, RFC 2231 parameters, folded lines.</summary>
/// <remarks>
/// Source: RFC 2047, RFC 2231, RFC 5322 sections 2.2.3 and 3.2. Control characters become blanks before anything else, so nothing that
/// a user types can start a header line of its own.
/// </remarks>
internal static class HeaderEncoder
{
    private const int MaxLine = 76;
    private const int MaxWord = 75;
    private const string WordStart = "=?utf-8?";
    private const string Fold = "\r\n ";
    private const string Hex = "0123456789ABCDEF";

    /// <summary>An unstructured value (Subject), folded for a line that has <paramref name="used"/> characters already.</summary>
    internal static string Text(string text, int used)
    {
        text = OneLine(text);
        return IsPlainText(text) ? FoldPlain(text, used) : Words(text, used);
    }

    // RFC 5322 section 3.2.5: phrase = 1*word / obs-phrase; word = atom / quoted-string

    /// <summary>A display name.</summary>
    internal static string Phrase(string text, int used)
    {
        text = OneLine(text).Trim();
        if (!IsAscii(text) || text.Length > MaxWord || text.IndexOf("=?", StringComparison.Ordinal) >= 0)
            return Words(text, used);
        foreach (var c in text)
        {
            if (!IsAtomText(c) && c != ' ')
                return Quote(text);
        }
        return text;
    }

    // RFC 2231 section 7; attribute-char := <any (US-ASCII) CHAR except SPACE, CTLs, "*", "'", "%", or tspecials>

    /// <summary>A parameter with its leading semicolon; in pieces, each on a line, where it is long.</summary>
    internal static string Parameter(string name, string value)
    {
        value = OneLine(value);
        if (IsAscii(value) && name.Length + value.Length < MaxLine - 8)
            return ";" + Fold + name + "=" + (IsToken(value) ? value : Quote(value));
        var bytes = Charsets.Utf8.GetBytes(value);
        var result = new StringBuilder();
        var piece = new StringBuilder("utf-8''");
        var number = 0;
        var room = MaxLine - name.Length - 10;
        foreach (var b in bytes)
        {
            var encoded = IsAttributeCharacter(b) ? ((char)b).ToString() : "%" + Hex[b >> 4] + Hex[b & 15];
            if (piece.Length + encoded.Length > room)
            {
                result.Append(";" + Fold).Append(name).Append('*').Append(number++).Append("*=").Append(piece);
                piece.Clear();
            }
            piece.Append(encoded);
        }
        result.Append(";" + Fold).Append(name).Append('*');
        if (number > 0)
            result.Append(number).Append('*');
        return result.Append('=').Append(piece).ToString();
    }

    /// <summary>The text with every control character as a blank.</summary>
    internal static string OneLine(string text)
    {
        var chars = text.ToCharArray();
        var changed = false;
        for (var i = 0; i < chars.Length; i++)
        {
            if (chars[i] is not (< ' ' or >= '\u007F' and <= '\u009F' or '\u2028' or '\u2029'))
                continue;
            chars[i] = ' ';
            changed = true;
        }
        return changed ? new string(chars) : text;
    }

    internal static bool IsAscii(string text)
    {
        foreach (var c in text)
        {
            if (c > '~')
                return false;
        }
        return true;
    }

    internal static bool IsAtomText(char c) =>
        c is >= '0' and <= '9' or >= 'A' and <= 'Z' or >= 'a' and <= 'z' || "!#$%&'*+-/=?^_`{|}~".IndexOf(c) >= 0;

    private static bool IsToken(string text)
    {
        foreach (var c in text)
        {
            if (c is <= ' ' or > '~' || "()<>@,;:\\\"/[]?=".IndexOf(c) >= 0)
                return false;
        }
        return text.Length > 0;
    }

    private static bool IsAttributeCharacter(byte b) => b is > 0x20 and < 0x7F && "*'%()<>@,;:\\\"/[]?=".IndexOf((char)b) < 0;

    private static string Quote(string text) => "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"";

    private static bool IsPlainText(string text)
    {
        if (!IsAscii(text) || text.IndexOf("=?", StringComparison.Ordinal) >= 0 || text.Length > 0 && (text[0] == ' ' || text[text.Length - 1] == ' '))
            return false;
        var run = 0;
        foreach (var c in text)
        {
            run = c == ' ' ? 0 : run + 1;
            if (run > MaxLine)
                return false;
        }
        return true;
    }

    private static string FoldPlain(string text, int used)
    {
        if (used + text.Length <= MaxLine)
            return text;
        var result = new StringBuilder();
        var line = used;
        var start = 0;
        while (start < text.Length)
        {
            // A run of blanks and the word behind it move together, so unfolding gives the same blanks back.
            var end = start;
            while (end < text.Length && text[end] == ' ')
                end++;
            end = text.IndexOf(' ', end);
            if (end < 0)
                end = text.Length;
            if (line + end - start > MaxLine && start > 0)
            {
                result.Append("\r\n");
                line = 0;
            }
            result.Append(text, start, end - start);
            line += end - start;
            start = end;
        }
        return result.ToString();
    }

    private static string Words(string text, int used)
    {
        var bytes = Charsets.Utf8.GetBytes(text);
        var special = bytes.Count(b => !IsQuotedCharacter(b) && b != ' ');
        var base64 = special * 2 > (bytes.Length + 2) / 3;
        var result = new StringBuilder();
        var at = 0;
        // A first word that would have next to no room goes on a line of its own.
        var line = used > MaxLine - 30 ? NewLine(result) : used;
        do
        {
            var room = Math.Min(MaxWord, MaxLine - line) - WordStart.Length - 4;
            var length = WordLength(bytes, at, room, base64);
            result.Append(WordStart).Append(base64 ? "B?" : "Q?");
            if (base64)
                result.Append(Convert.ToBase64String(bytes, at, length));
            else
                AppendQuoted(result, bytes, at, length);
            result.Append("?=");
            at += length;
            if (at < bytes.Length)
                line = NewLine(result);
        }
        while (at < bytes.Length);
        return result.ToString();
    }

    private static int NewLine(StringBuilder result)
    {
        result.Append(Fold);
        return 1;
    }

    /// <summary>How many bytes go into a word of that room, without cutting a character (RFC 2047 section 5).</summary>
    private static int WordLength(byte[] bytes, int at, int room, bool base64)
    {
        var cost = 0;
        var length = 0;
        while (at + length < bytes.Length)
        {
            var character = 1;
            while (at + length + character < bytes.Length && (bytes[at + length + character] & 0xC0) == 0x80)
                character++;
            for (var i = 0; i < character; i++)
                cost += IsQuotedCharacter(bytes[at + length + i]) || bytes[at + length + i] == ' ' ? 1 : 3;
            if ((base64 ? (length + character + 2) / 3 * 4 : cost) > room)
                break;
            length += character;
        }
        return length;
    }

    private static void AppendQuoted(StringBuilder result, byte[] bytes, int at, int length)
    {
        for (var i = at; i < at + length; i++)
        {
            var b = bytes[i];
            if (b == ' ')
                result.Append('_');
            else if (IsQuotedCharacter(b))
                result.Append((char)b);
            else
                result.Append('=').Append(Hex[b >> 4]).Append(Hex[b & 15]);
        }
    }

    /// <summary>The characters that stand for themselves in a Q word within a phrase: RFC 2047 section 5 (3).</summary>
    private static bool IsQuotedCharacter(byte b) =>
        b is >= (byte)'0' and <= (byte)'9' or >= (byte)'A' and <= (byte)'Z' or >= (byte)'a' and <= (byte)'z' or (byte)'!' or (byte)'*' or (byte)'+' or (byte)'-' or (byte)'/';
}
