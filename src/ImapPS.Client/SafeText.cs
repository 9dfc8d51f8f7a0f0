using System.Text;

namespace ImapPS.Client;

/// <summary>Text from a server, made fit for a terminal, a log or an error message.</summary>
public static class SafeText
{
    /// <summary>Control and direction-changing characters as visible escapes, and a bound on the length.</summary>
    public static string Clean(string? text, int maxLength = 500)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        StringBuilder? result = null;
        var length = Math.Min(text!.Length, maxLength);
        for (var i = 0; i < length; i++)
        {
            if (IsSafe(text[i]))
            {
                result?.Append(text[i]);
                continue;
            }

            result ??= new StringBuilder(text, 0, i, length + 16);
            result.Append("\\u").Append(((int)text[i]).ToString("X4", System.Globalization.CultureInfo.InvariantCulture));
        }

        result ??= new StringBuilder(text, 0, length, length + 3);
        return length < text.Length ? result.Append("...").ToString() : result.ToString();
    }

    /// <summary>Neither a control character nor one that changes the direction or order of what stands around it.</summary>
    public static bool IsSafe(char c) => !(char.IsControl(c)
        || c is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') or '\u200e' or '\u200f' or '\u061c' or '\u2028' or '\u2029' or '\ufeff');
}
