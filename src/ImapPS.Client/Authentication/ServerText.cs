using System.Text;

namespace ImapPS.Client.Authentication;

/// <summary>Makes a server's words fit to be shown: no control characters for the terminal, no length without end.</summary>
internal static class ServerText
{
    /// <summary>More than any message that a person reads.</summary>
    public const int MaximumLength = 500;

    public static string Clean(string text)
    {
        var clean = new StringBuilder(Math.Min(text.Length, MaximumLength));
        foreach (var c in text)
        {
            if (clean.Length == MaximumLength)
                return clean.Append("...").ToString();
            clean.Append(char.IsControl(c) || IsDirectionMark(c) ? ' ' : c);
        }

        return clean.ToString().Trim();
    }

    /// <summary>Invalid UTF-8 becomes U+FFFD: this is for people, not for decisions.</summary>
    public static string Clean(ReadOnlySpan<byte> utf8) =>
        Clean(Encoding.UTF8.GetString(utf8.Slice(0, Math.Min(utf8.Length, 4 * MaximumLength))));

    // Embeddings, overrides and isolates turn a terminal's text around.
    private static bool IsDirectionMark(char c) => c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
