using System.Buffers;
using System.Globalization;

namespace ImapPS.Client.Mime;

/// <summary>Content-Type and Content-Disposition parameters as they are meant: pieces joined, percent and word encoding undone.</summary>
/// <remarks>
/// Source: RFC 2231 sections 3 to 5, RFC 2045 section 5.1; RFC 2047 words inside values are forbidden by its section 5, but real
/// mail has them. Static and thread-safe; nothing that a message can hold makes a method throw. Names are compared without case.
/// Where a name comes more than once, "name*" goes before "name*0", and that before "name"; of equals the first is taken.
/// </remarks>
public static class ParameterDecoder
{
    /// <summary>Raw parameters beyond this number are not looked at.</summary>
    public const int MaxParameters = 1_000;

    /// <summary>The highest number that a piece of a value may have (name*999).</summary>
    public const int MaxPiece = 999;

    /// <summary>A value is cut off at this many characters.</summary>
    public const int MaxValueLength = 65_536;

    /// <summary>Decodes parameters as they came from the wire, in their order.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    public static IReadOnlyDictionary<string, string> Decode(IReadOnlyList<KeyValuePair<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>> parameters)
    {
        if (parameters is null)
            throw new ArgumentNullException(nameof(parameters));
        var count = Math.Min(parameters.Count, MaxParameters);
        var texts = new KeyValuePair<string, string>[count];
        for (var i = 0; i < count; i++)
            texts[i] = new(Charsets.DecodeUnlabelled(parameters[i].Key.Span), Charsets.DecodeUnlabelled(parameters[i].Value.Span));
        return Decode(texts);
    }

    /// <summary>Decodes parameters that are text already, in their order.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    public static IReadOnlyDictionary<string, string> Decode(IReadOnlyList<KeyValuePair<string, string>> parameters)
    {
        if (parameters is null)
            throw new ArgumentNullException(nameof(parameters));
        var result = new Dictionary<string, string>(parameters.Count, StringComparer.OrdinalIgnoreCase);
        Dictionary<string, SortedList<int, Piece>>? split = null;
        HashSet<string>? extended = null;
        for (var i = 0; i < parameters.Count && i < MaxParameters; i++)
        {
            var name = parameters[i].Key.Trim();
            var value = parameters[i].Value;
            if (name.IndexOf('*') < 0 || !TryReadName(name, out var attribute, out var number, out var encoded))
            {
                if (name.Length > 0 && !result.ContainsKey(name))
                    result.Add(name, HeaderText.Decode(Cut(value)));
            }
            else if (number < 0)
            {
                if ((extended ??= new(StringComparer.OrdinalIgnoreCase)).Add(attribute))
                    result[attribute] = Join([new Piece(value, true)]);
            }
            else
            {
                split ??= new(StringComparer.OrdinalIgnoreCase);
                if (!split.TryGetValue(attribute, out var pieces))
                    split.Add(attribute, pieces = []);
                if (!pieces.ContainsKey(number))
                    pieces.Add(number, new Piece(value, encoded));
            }
        }
        if (split is null)
            return result;
        foreach (var entry in split)
        {
            if (extended is null || !extended.Contains(entry.Key))
                result[entry.Key] = Join(entry.Value.Values);
        }
        return result;
    }

    // RFC 2231 section 7:
    //   regular-parameter-name      := attribute [section]
    //   extended-initial-name       := attribute [initial-section] "*"
    //   extended-other-names        := attribute other-sections "*"
    //   section                     := initial-section / other-sections
    //   initial-section             := "*0"
    //   other-sections              := "*" ("1" / "2" / ... "9") *DIGIT
    private static bool TryReadName(string name, out string attribute, out int number, out bool encoded)
    {
        number = -1;
        var star = name.IndexOf('*');
        attribute = name.Substring(0, star);
        var rest = name.Substring(star + 1);
        encoded = rest.Length == 0 || rest[rest.Length - 1] == '*';
        if (attribute.Length == 0)
            return false;
        if (rest.Length == 0)
            return true;
        if (encoded)
            rest = rest.Substring(0, rest.Length - 1);
        return int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= MaxPiece;
    }

    private static string Join(IList<Piece> pieces)
    {
        var text = new CharBuffer(stackalloc char[128]);
        var percent = new PercentDecoder();
        try
        {
            var charsetRead = false;
            var length = 0;
            for (var i = 0; i < pieces.Count && length < MaxValueLength; i++)
            {
                var value = Cut(pieces[i].Value).AsSpan();
                if (pieces[i].Encoded)
                {
                    if (!charsetRead)
                        value = percent.ReadCharset(value);
                    charsetRead = true;
                    length += value.Length;
                    percent.Append(value, ref text);
                    continue;
                }
                percent.Flush(ref text);
                // Pieces that aren't percent-encoded may hold an encoded word that was cut through: join them first.
                var plain = pieces[i].Value;
                while (i + 1 < pieces.Count && !pieces[i + 1].Encoded && plain.Length < MaxValueLength)
                    plain += pieces[++i].Value;
                text.Append(HeaderText.Decode(Cut(plain)).AsSpan());
                length += plain.Length;
            }
            percent.Flush(ref text);
            return HeaderText.Clean(text.Written).ToString();
        }
        finally
        {
            percent.Dispose();
            text.Dispose();
        }
    }

    private static string Cut(string value) => value.Length <= MaxValueLength ? value : value.Substring(0, MaxValueLength);

    private readonly struct Piece(string value, bool encoded)
    {
        internal string Value { get; } = value;

        internal bool Encoded { get; } = encoded;
    }
}
