using System.Globalization;
using System.Resources;

namespace ImapPS.Errors;

/// <summary>The module's own error texts, from Strings.resx. A text's name is its error id; "...Hint" beside it is its hint.</summary>
internal static class Strings
{
    private static readonly ResourceManager Resources = new("ImapPS.Errors.Strings", typeof(Strings).Assembly);

    /// <summary>The text of that name with its blanks filled in.</summary>
    public static string Format(string name, params object?[] arguments) =>
        string.Format(CultureInfo.CurrentCulture, Find(name) ?? name, arguments);

    /// <summary>The text of that name; null if there is none.</summary>
    public static string? Find(string name) => Resources.GetString(name, CultureInfo.CurrentUICulture);
}
