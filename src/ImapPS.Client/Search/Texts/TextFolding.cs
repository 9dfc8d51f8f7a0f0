using System.Text;

namespace ImapPS.Client.Search;

/// <summary>Texts as they are compared: runs of blanks and line ends are one space, those around the text are left out.</summary>
internal static class TextFolding
{
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
