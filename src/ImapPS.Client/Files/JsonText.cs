using System.Globalization;
using System.Text;

namespace ImapPS.Client.Files;

/// <summary>
/// Reads and writes JSON (RFC 8259) as far as the files of this engine need it; netstandard2.0 brings no reader. Strict: such a
/// file is ours, so a mistake in it means damage.
/// </summary>
internal sealed class JsonText
{
    private const int MaxDepth = 16;
    private readonly string _text;
    private int _position;

    private JsonText(string text) => _text = text;

    /// <returns>Dictionary, List, string, decimal, bool or null.</returns>
    /// <exception cref="FormatException">It is not JSON.</exception>
    public static object? Read(string text)
    {
        var reader = new JsonText(text);
        var value = reader.ReadValue(0);
        reader.SkipSpace();
        return reader._position == text.Length ? value : throw reader.Wrong();
    }

    /// <summary>A string with its quotation marks.</summary>
    public static string Quote(string text)
    {
        var result = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            if (c is '"' or '\\')
                result.Append('\\').Append(c);
            else if (c is < ' ' or > '~')
                result.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else
                result.Append(c);
        }

        return result.Append('"').ToString();
    }

    private object? ReadValue(int depth)
    {
        SkipSpace();
        if (depth > MaxDepth || _position == _text.Length)
            throw Wrong();
        switch (_text[_position])
        {
            case '{':
                return ReadObject(depth);
            case '[':
                return ReadArray(depth);
            case '"':
                return ReadString();
            default:
                return ReadWord();
        }
    }

    private Dictionary<string, object?> ReadObject(int depth)
    {
        var members = new Dictionary<string, object?>(StringComparer.Ordinal);
        _position++;
        if (TryTake('}'))
            return members;
        do
        {
            SkipSpace();
            var name = ReadString();
            if (!TryTake(':'))
                throw Wrong();
            members[name] = ReadValue(depth + 1);
        }
        while (TryTake(','));
        return TryTake('}') ? members : throw Wrong();
    }

    private List<object?> ReadArray(int depth)
    {
        var items = new List<object?>();
        _position++;
        if (TryTake(']'))
            return items;
        do
            items.Add(ReadValue(depth + 1));
        while (TryTake(','));
        return TryTake(']') ? items : throw Wrong();
    }

    private string ReadString()
    {
        if (_position == _text.Length || _text[_position] != '"')
            throw Wrong();
        var result = new StringBuilder();
        for (_position++; _position < _text.Length; _position++)
        {
            var c = _text[_position];
            if (c == '"')
            {
                _position++;
                return result.ToString();
            }

            if (c < ' ')
                throw Wrong();
            result.Append(c == '\\' ? ReadEscape() : c);
        }

        throw Wrong();
    }

    private char ReadEscape()
    {
        if (++_position == _text.Length)
            throw Wrong();
        switch (_text[_position])
        {
            case '"' or '\\' or '/':
                return _text[_position];
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u' when TryReadUnit(out var unit):
                return unit;
            default:
                throw Wrong();
        }
    }

    private bool TryReadUnit(out char unit)
    {
        unit = '\0';
        if (_position + 4 >= _text.Length)
            return false;
        var digits = _text.Substring(_position + 1, 4);
        if (!ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            return false;
        _position += 4;
        unit = (char)value;
        return true;
    }

    private object? ReadWord()
    {
        var start = _position;
        while (_position < _text.Length && ",]}: \t\r\n".IndexOf(_text[_position]) < 0)
            _position++;
        var word = _text.Substring(start, _position - start);
        return word switch
        {
            "true" => true,
            "false" => false,
            "null" => null,
            _ => decimal.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong(),
        };
    }

    private bool TryTake(char c)
    {
        SkipSpace();
        if (_position == _text.Length || _text[_position] != c)
            return false;
        _position++;
        return true;
    }

    private void SkipSpace()
    {
        while (_position < _text.Length && _text[_position] is (' ' or '\t' or '\r' or '\n'))
            _position++;
    }

    private FormatException Wrong() => new($"Not JSON at character {_position}.");
}
