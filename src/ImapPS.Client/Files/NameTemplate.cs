using System.Globalization;
using System.Text;

namespace ImapPS.Client.Files;

/// <summary>A file's name with blanks: "{Date:yyyy-MM-dd} {From} {Subject}". What is behind a colon formats dates and numbers, as .NET has it.</summary>
public sealed class NameTemplate
{
    private readonly List<(string Text, string? Field, string? Format)> _pieces = [];

    private NameTemplate()
    {
    }

    /// <summary>Reads a template; "{{" and "}}" stand for the braces themselves.</summary>
    /// <param name="text">The template.</param>
    /// <param name="fields">The names of the blanks that can be filled, any case.</param>
    /// <exception cref="FormatException">A brace is left open, a blank is unknown, or the text holds a path separator.</exception>
    public static NameTemplate Parse(string text, IReadOnlyCollection<string> fields)
    {
        var template = new NameTemplate();
        var plain = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '{' or '}' && i + 1 < text.Length && text[i + 1] == c)
            {
                plain.Append(c);
                i++;
            }
            else if (c == '{')
            {
                var end = text.IndexOf('}', i);
                if (end < 0)
                    throw new FormatException($"The brace at position {i + 1} is not closed.");
                var colon = text.IndexOf(':', i, end - i);
                var name = text.Substring(i + 1, (colon < 0 ? end : colon) - i - 1).Trim();
                var field = fields.FirstOrDefault(f => f.Equals(name, StringComparison.OrdinalIgnoreCase))
                    ?? throw new FormatException($"'{name}' is none of: {string.Join(", ", fields)}.");
                var format = colon < 0 ? null : text.Substring(colon + 1, end - colon - 1);
                CheckFormat(field, format);
                template._pieces.Add((plain.ToString(), field, format));
                plain.Clear();
                i = end;
            }
            else if (c == '}')
            {
                throw new FormatException($"The brace at position {i + 1} closes nothing.");
            }
            else if (c is '/' or '\\')
            {
                throw new FormatException("A name can't hold / or \\: all files go into one folder.");
            }
            else
            {
                plain.Append(c);
            }
        }

        template._pieces.Add((plain.ToString(), null, null));
        return template;
    }

    /// <summary>Whether the blank of that name is in it.</summary>
    public bool Uses(string field) => _pieces.Exists(p => p.Field == field);

    /// <summary>Fills the blanks.</summary>
    /// <param name="valueOf">Gives a field's value; null leaves its place empty.</param>
    public string Expand(Func<string, object?> valueOf)
    {
        var result = new StringBuilder();
        foreach (var (text, field, format) in _pieces)
        {
            result.Append(text);
            if (field is null || valueOf(field) is not { } value)
                continue;
            result.Append(value is IFormattable formattable ? formattable.ToString(format, CultureInfo.InvariantCulture) : value.ToString());
        }

        return result.ToString().Trim();
    }

    /// <summary>A format that no date and no number takes is told now, not at the thousandth message.</summary>
    private static void CheckFormat(string field, string? format)
    {
        if (string.IsNullOrEmpty(format))
            return;
        _ = field.EndsWith("Date", StringComparison.Ordinal)
            ? DateTimeOffset.FromUnixTimeSeconds(0).ToString(format, CultureInfo.InvariantCulture)
            : 1L.ToString(format, CultureInfo.InvariantCulture);
    }
}
