using System.Text;

namespace ImapPS.Client.Search;

/// <summary>PowerShell's wildcards: <c>*</c>, <c>?</c>, <c>[a-z]</c>, and a backtick before what is meant literally.</summary>
/// <remarks>
/// Blanks compare as in <see cref="TextFolding"/>. Matching takes no more than <see cref="MaxSteps"/> comparisons, whatever the pattern and the text are.
/// </remarks>
internal sealed class LikePattern
{
    /// <summary>How many comparisons one match takes at most: half a second or so.</summary>
    public const long MaxSteps = 100_000_000;

    /// <summary>The longest text that is left to the platform's search, whose time may be the product of both lengths.</summary>
    private const int MaxQuickLength = 256;

    private readonly List<LikeSegment> _segments = [];
    private readonly string _pattern;
    private readonly bool _caseSensitive;

    /// <param name="pattern">The pattern.</param>
    /// <param name="caseSensitive">Whether upper and lower case differ.</param>
    /// <exception cref="ArgumentException">A <c>[</c> has no end, or a range goes backwards.</exception>
    public LikePattern(string pattern, bool caseSensitive)
    {
        _pattern = pattern;
        _caseSensitive = caseSensitive;
        Parse(pattern);
    }

    /// <summary>What stands between the stars, in order; empty where a star stands first, last or alone.</summary>
    public IReadOnlyList<LikeSegment> Segments => _segments;

    /// <summary>What must stand anywhere in the text, if that is all that the pattern says; else null.</summary>
    public string? Contained => _segments is [{ Length: 0 }, { Text: { } text }, { Length: 0 }] ? text : null;

    /// <summary>The pattern that means the text itself.</summary>
    public static string Escape(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is '*' or '?' or '[' or ']' or '`')
                result.Append('`');
            result.Append(c);
        }

        return result.ToString();
    }

    /// <summary>Whether a text, folded by <see cref="TextFolding"/>, is what the pattern means.</summary>
    /// <exception cref="ImapException">InvalidArgument: it would take more than <see cref="MaxSteps"/>.</exception>
    public bool IsMatch(string text)
    {
        var folded = _caseSensitive ? text : TextFolding.ToUpper(text);
        var steps = MaxSteps;
        var first = _segments[0];
        if (_segments.Count == 1)
            return first.Length == text.Length && Fits(first, text, folded, 0, ref steps);
        var last = _segments[_segments.Count - 1];
        if (text.Length < first.Length + last.Length
            || !Fits(first, text, folded, 0, ref steps) || !Fits(last, text, folded, text.Length - last.Length, ref steps))
            return false;
        var at = first.Length;
        for (var i = 1; i < _segments.Count - 1; i++)
        {
            at = Find(_segments[i], text, folded, at, text.Length - last.Length, ref steps);
            if (at < 0)
                return false;
            at += _segments[i].Length;
        }

        return true;
    }

    /// <summary>The first place of a segment: taking it leaves the most for those behind it.</summary>
    private int Find(LikeSegment segment, string text, string folded, int from, int end, ref long steps)
    {
        if (segment.Text is not null && segment.Length <= MaxQuickLength)
        {
            var at = folded.IndexOf(_caseSensitive ? segment.Text : segment.Folded, from, end - from, StringComparison.Ordinal);
            return at;
        }

        for (var at = from; at <= end - segment.Length; at++)
        {
            if (Fits(segment, text, folded, at, ref steps))
                return at;
        }

        return -1;
    }

    private bool Fits(LikeSegment segment, string text, string folded, int at, ref long steps)
    {
        for (var i = 0; i < segment.Length; i++)
        {
            if (--steps < 0)
                throw new ImapException(ImapError.InvalidArgument, $"The pattern '{SafeText.Clean(_pattern, 100)}' takes too long to compare with a text of {text.Length} characters.") { Hint = "Use fewer wildcards." };
            var c = (_caseSensitive ? text : folded)[at + i];
            if (segment.Sets[i] is { } set ? !set.Contains(text[at + i], _caseSensitive) : c != (_caseSensitive ? segment.Raw : segment.Folded)[i])
                return false;
        }

        return true;
    }

    // As PowerShell reads it: no negation in brackets; a backtick at the end stands for itself.
    private void Parse(string pattern)
    {
        var open = new LikeSegment();
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '*':
                    // Two stars say no more than one.
                    if (open.Length > 0 || _segments.Count == 0)
                        _segments.Add(open.Closed());
                    open = new LikeSegment();
                    break;
                case '?':
                    open.Add(LikeSet.Any);
                    break;
                case '[':
                    open.Add(LikeSet.Parse(pattern, ref i));
                    break;
                case '`' when i + 1 < pattern.Length:
                    open.Add(pattern[++i], _segments.Count == 0);
                    break;
                default:
                    open.Add(pattern[i], _segments.Count == 0);
                    break;
            }
        }

        open.TrimEnd();
        _segments.Add(open.Closed());
    }
}
