using System.Text;

namespace ImapPS.Client.Search;

/// <summary>Texts as they are compared: runs of blanks and line ends are one space, those around the text are left out.</summary>
internal static class TextFolding
{
    private static readonly char[] Strange = ['\u017f', '\u0131'];

    public static string Fold(string text)
    {
        if (IsFolded(text))
            return text;
        var result = new StringBuilder(text.Length);
        var blank = false;
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c))
            {
                blank = result.Length > 0;
                continue;
            }

            if (blank)
                result.Append(' ');
            blank = false;
            result.Append(c);
        }

        return result.ToString();
    }

    /// <summary>
    /// Upper case, in which texts are compared: one character for one. Long s and dotless i stay, which would become S and I: a server that knows
    /// upper and lower case in ASCII alone would not find them.
    /// </summary>
    public static string ToUpper(string text)
    {
        var upper = text.ToUpperInvariant();
        if (text.IndexOfAny(Strange) < 0)
            return upper;
        var result = upper.ToCharArray();
        for (var i = 0; i < result.Length; i++)
        {
            if (Array.IndexOf(Strange, text[i]) >= 0)
                result[i] = text[i];
        }

        return new string(result);
    }

    private static bool IsFolded(string text)
    {
        var blank = true;
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c) && (blank || c != ' '))
                return false;
            blank = c == ' ';
        }

        return !blank || text.Length == 0;
    }
}
