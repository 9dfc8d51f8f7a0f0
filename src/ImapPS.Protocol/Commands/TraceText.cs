using System.Globalization;
using System.Text;

namespace ImapPS.Protocol.Commands;

/// <summary>Makes text fit for one line of a log.</summary>
internal static class TraceText
{
    /// <summary>
    /// Appends the text with a dot for whatever could move the cursor, end the line, turn its direction or be invisible:
    /// C0, C1, format characters (bidi among them), line and paragraph separators, half surrogate pairs.
    /// </summary>
    public static void Append(StringBuilder trace, string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var pair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            if (!IsPlain(CharUnicodeInfo.GetUnicodeCategory(text, i)))
                trace.Append('.');
            else
                trace.Append(text, i, pair ? 2 : 1);
            if (pair)
                i++;
        }
    }

    private static bool IsPlain(UnicodeCategory category) => category is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
