using System.Text.RegularExpressions;

namespace ImapPS.Client.Search;

/// <summary>A <see cref="TextTest"/> made ready to be used on many texts.</summary>
internal sealed class TextMatcher
{
    /// <summary>How long a regular expression may work on one text.</summary>
    public static readonly TimeSpan RegexTimeout = TimeSpan.FromSeconds(2);

    private readonly string _value;
    private readonly LikePattern? _pattern;
    private readonly Regex? _regex;
    private readonly bool _caseSensitive;

    /// <exception cref="ArgumentException">The pattern or the regular expression isn't valid.</exception>
    public TextMatcher(TextTest test, string value, bool caseSensitive)
    {
        _caseSensitive = caseSensitive;
        _value = test == TextTest.Equal ? Folded(value) : value;
        if (test == TextTest.Like)
            _pattern = new LikePattern(value, caseSensitive);
        else if (test == TextTest.Match)
            _regex = new Regex(value, RegexOptions.CultureInvariant | (caseSensitive ? RegexOptions.None : RegexOptions.IgnoreCase), RegexTimeout);
    }

    /// <summary>Whether the text passes; a regular expression sees it as it is, the others folded.</summary>
    /// <exception cref="ImapException">InvalidArgument: the pattern took too long.</exception>
    public bool Passes(string text)
    {
        if (_pattern is not null)
            return _pattern.IsMatch(TextFolding.Fold(text));
        if (_regex is null)
            return Folded(text) == _value;
        try
        {
            return _regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException e)
        {
            // To call it no match would leave messages out in silence.
            throw new ImapException(
                ImapError.InvalidArgument,
                $"The regular expression '{SafeText.Clean(_value, 100)}' took longer than {RegexTimeout.TotalSeconds} seconds on one text of {text.Length} characters.",
                e)
            {
                Hint = "Nested repetitions such as (a+)+ take for ever on some texts: write it without them, or use -like.",
            };
        }
    }
    private string Folded(string text) => _caseSensitive ? TextFolding.Fold(text) : TextFolding.ToUpper(TextFolding.Fold(text));
}
