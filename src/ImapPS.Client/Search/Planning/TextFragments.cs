using ImapPS.Protocol.Commands;

namespace ImapPS.Client.Search;

/// <summary>The pieces of a text that every server finds in a message which holds the text.</summary>
/// <remarks>
/// Servers search what they take a field to be: folded or unfolded, quotes and comments left out or put in, blanks joined. So a text is cut at
/// whatever may look different there. Of pieces with letters outside ASCII, where servers differ in upper and lower case and fail at charsets, those are sent
/// that are needed to find little enough.
/// </remarks>
internal static class TextFragments
{
    /// <summary>So many pieces of one text are sent.</summary>
    private const int MaxFragments = 4;

    /// <summary>The longest piece, in UTF-16 code units: more finds no less.</summary>
    private const int MaxLength = 60;

    /// <summary>From this length on a piece in ASCII is taken to find little enough.</summary>
    private const int Selective = 3;

    /// <summary>For so many letters with two cases all spellings are sent: 8 of them.</summary>
    private const int MaxSpelled = 3;

    /// <summary>A condition for all of the runs, each of which stands in the field as it is.</summary>
    /// <param name="runs">Texts that stand in the field.</param>
    /// <param name="ability">What the server can do.</param>
    /// <param name="make">The key of a piece.</param>
    /// <returns>All messages if there is nothing that could be sent.</returns>
    public static ServerKey Condition(IEnumerable<string> runs, SearchAbility ability, Func<string, SearchKey> make)
    {
        var texts = runs.ToArray();
        var ascii = texts.SelectMany(t => Pieces(t, ability.WordsOnly, static c => IsPlainAscii(c))).Distinct(StringComparer.OrdinalIgnoreCase)
            .OrderByDescending(static p => p.Length).Take(MaxFragments).ToArray();
        var keys = ascii.Select(p => ServerKey.Of(make(p))).ToList();
        if (ability.Unicode && !ability.WordsOnly && (ascii.Length == 0 || ascii[0].Length < Selective))
        {
            // Longest first, and only where there is more in it than was said in ASCII.
            var other = texts.SelectMany(static t => Pieces(t, false, static c => IsPlainAscii(c) || IsSafeLetter(c))).Where(static p => p.Any(static c => c > 0x7f))
                .OrderByDescending(static p => p.Length).Take(1);
            keys.AddRange(other.Select(p => Spelled(p, ability.FoldsUnicode, make)));
        }

        return ServerKey.And(keys);
    }

    private static IEnumerable<string> Pieces(string text, bool wordsOnly, Func<char, bool> isPart)
    {
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && (wordsOnly ? IsWord(text[i]) : isPart(text[i])))
                continue;
            // A word at the text's own edge may go on beyond it.
            if (i > start && (!wordsOnly || (start > 0 && i < text.Length && text[start - 1] < 0x80 && text[i] < 0x80)))
                yield return text.Substring(start, Math.Min(i - start, wordsOnly ? i - start : MaxLength));
            start = i + 1;
        }
    }

    /// <summary>In every way in which letters of two cases may be written, unless the server knows that they are one.</summary>
    private static ServerKey Spelled(string piece, bool folds, Func<string, SearchKey> make)
    {
        if (folds)
            return ServerKey.Of(make(piece));
        var length = 0;
        var cased = 0;
        // As much of it as has few such letters.
        for (; length < piece.Length; length++)
        {
            if (piece[length] > 0x7f && IsCased(piece[length]) && ++cased > MaxSpelled)
                break;
        }

        var spellings = new List<string> { "" };
        foreach (var c in piece.Substring(0, length))
        {
            spellings = c > 0x7f && IsCased(c)
                ? spellings.SelectMany(s => new[] { s + char.ToLowerInvariant(c), s + char.ToUpperInvariant(c) }).ToList()
                : spellings.ConvertAll(s => s + c);
        }

        return ServerKey.Or(spellings.ConvertAll(s => ServerKey.Of(make(s))));
    }

    // Left out: blanks, quotes (of either kind: Dovecot writes \' for ' in the name of an address), brackets, backslash, comma, colon and semicolon, which servers move about; and "=", "?" and "_", which encoded words are made of.
    private static bool IsPlainAscii(char c) => c is >= '0' and <= '9' or >= 'A' and <= 'Z' or >= 'a' and <= 'z' or '@' or '.' or '-' or '+' or '/' or '!' or '#' or '$' or '&' or '*' or '%' or '~' or '^';

    private static bool IsWord(char c) => c is >= '0' and <= '9' or >= 'A' and <= 'Z' or >= 'a' and <= 'z';

    /// <summary>Letters that have one case, or of which everybody knows the other.</summary>
    private static bool IsSafeLetter(char c) => char.IsLetter(c) && !char.IsSurrogate(c)
        && (!IsCased(c)
            || c is >= '\u00c0' and <= '\u017e' and not ('\u00df' or '\u0130' or '\u0131' or '\u0138' or '\u0149' or '\u0178')
            || c is >= '\u0391' and <= '\u03c9' and not '\u03c2'
            || c is >= '\u0400' and <= '\u045f');

    private static bool IsCased(char c) => char.ToUpperInvariant(c) != c || char.ToLowerInvariant(c) != c;
}
