using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace ImapPS.Protocol.Sasl;

/// <summary>The attributes of one SCRAM message in their order; the order is part of the grammar.</summary>
internal sealed class ScramAttributes
{
    /// <summary>More attributes than any SCRAM message has use for; the rest would only cost memory.</summary>
    public const int MaximumCount = 32;

    private static readonly UTF8Encoding StrictUtf8 = new(false, true);

    private readonly List<KeyValuePair<char, string>> _items;
    private int _position;

    private ScramAttributes(List<KeyValuePair<char, string>> items) => _items = items;

    public bool HasMandatoryExtension => _items[0].Key == 'm';

    /// <summary>UTF-8 bytes to text; false for invalid UTF-8 and for NUL, which no SCRAM value may hold.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out string? text, [NotNullWhen(false)] out ScramFault? fault)
    {
        try
        {
            text = StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            text = null;
            fault = Malformed("it isn't UTF-8");
            return false;
        }

        fault = text.IndexOf('\0') >= 0 ? Malformed("it holds a NUL") : null;
        return fault is null;
    }

    // attr-val        = ALPHA "=" value
    // value           = 1*value-char
    // value-char      = value-safe-char / "="
    // value-safe-char = %x01-2B / %x2D-3C / %x3E-7F / UTF8-2 / UTF8-3 / UTF8-4
    public static bool TryParse(
        string text,
        [NotNullWhen(true)] out ScramAttributes? attributes,
        [NotNullWhen(false)] out ScramFault? fault)
    {
        attributes = null;
        var items = new List<KeyValuePair<char, string>>(4);
        for (var start = 0; start <= text.Length;)
        {
            var end = text.IndexOf(',', start);
            if (end < 0)
                end = text.Length;
            if (end - start < 2 || !IsAlpha(text[start]) || text[start + 1] != '=')
            {
                fault = Malformed($"attribute {items.Count + 1} isn't a letter, an equals sign and a value");
                return false;
            }

            if (items.Count == MaximumCount)
            {
                fault = Malformed($"it has more than {MaximumCount} attributes");
                return false;
            }

            items.Add(new(text[start], text.Substring(start + 2, end - start - 2)));
            start = end + 1;
        }

        attributes = new ScramAttributes(items);
        fault = attributes.HasMandatoryExtension
            ? new(ScramFaultKind.MandatoryExtension, "it asks for a mandatory extension")
            : null;
        return fault is null;
    }

    /// <summary>Takes the next attribute if it has this name and a value.</summary>
    public bool TryTake(char name, [NotNullWhen(true)] out string? value, [NotNullWhen(false)] out ScramFault? fault)
    {
        value = null;
        if (_position == _items.Count || _items[_position].Key != name)
        {
            fault = Malformed($"attribute {_position + 1} isn't '{name}'");
            return false;
        }

        if (_items[_position].Value.Length == 0)
        {
            fault = Malformed($"attribute '{name}' is empty");
            return false;
        }

        value = _items[_position++].Value;
        fault = null;
        return true;
    }

    /// <summary>Takes the next attribute as base64, which must hold at least one byte.</summary>
    public bool TryTakeBase64(char name, [NotNullWhen(true)] out byte[]? value, [NotNullWhen(false)] out ScramFault? fault)
    {
        value = null;
        if (!TryTake(name, out var text, out fault))
            return false;
        if (TryFromBase64(text, out value))
            return true;

        fault = Malformed($"attribute '{name}' isn't base64");
        return false;
    }

    /// <summary>Base64 in its one form: no white space, no bits left over, so that no two texts mean the same proof.</summary>
    public static bool TryFromBase64(string text, [NotNullWhen(true)] out byte[]? bytes)
    {
        try
        {
            bytes = Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            bytes = null;
            return false;
        }

        return bytes.Length > 0 && Convert.ToBase64String(bytes) == text;
    }

    // printable       = %x21-2B / %x2D-7E
    public static bool IsPrintable(string text)
    {
        foreach (var c in text)
        {
            if (c is < '!' or > '~' or ',')
                return false;
        }

        return text.Length > 0;
    }

    public static ScramFault Malformed(string detail) => new(ScramFaultKind.Malformed, detail);

    private static bool IsAlpha(char c) => c is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z');
}
