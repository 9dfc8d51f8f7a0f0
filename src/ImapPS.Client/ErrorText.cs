using System.Globalization;
using System.Resources;
using System.Runtime.CompilerServices;
using System.Text;

namespace ImapPS.Client;

/// <summary>
/// The text of an error in the language that is spoken (<see cref="CultureInfo.CurrentUICulture"/>). It is written in English where
/// the error is made; the compiler hands over its pieces, which make up the name that the text has in ErrorTexts.resx, with {0}, {1}
/// for what was filled in. What a translation lacks stays in English.
/// </summary>
[InterpolatedStringHandler]
public sealed class ErrorText
{
    private static readonly ResourceManager Resources = new("ImapPS.Client.ErrorTexts", typeof(ErrorText).Assembly);

    private readonly StringBuilder _format;
    private readonly List<object?> _arguments;

    public ErrorText(int literalLength, int formattedCount)
    {
        _format = new StringBuilder(literalLength + (3 * formattedCount));
        _arguments = new List<object?>(formattedCount);
    }

    /// <summary>A text without anything to be filled in, or one that is complete.</summary>
    public static implicit operator ErrorText(string text) => FromString(text);

    /// <inheritdoc cref="op_Implicit(string)"/>
    public static ErrorText FromString(string text)
    {
        var result = new ErrorText(text?.Length ?? 0, 0);
        result.AppendLiteral(text ?? "");
        return result;
    }

    public void AppendLiteral(string text) => _format.Append(text.Replace("{", "{{").Replace("}", "}}"));

    public void AppendFormatted(object? value) => AppendFormatted(value, null);

    public void AppendFormatted(object? value, string? format)
    {
        _format.Append('{').Append(_arguments.Count);
        if (format is not null)
            _format.Append(':').Append(format);
        _format.Append('}');
        _arguments.Add(value);
    }

    /// <inheritdoc/>
    public override string ToString() => Format(Resources);

    /// <summary>As above, from other resources.</summary>
    internal string Format(ResourceManager resources)
    {
        var english = _format.ToString();
        return string.Format(CultureInfo.CurrentCulture, resources.GetString(english, CultureInfo.CurrentUICulture) ?? english, _arguments.ToArray());
    }

    /// <summary>A hint, which as a rule has nothing to be filled in.</summary>
    internal static string? Translate(string? text) => text is null ? null : FromString(text).ToString();
}
