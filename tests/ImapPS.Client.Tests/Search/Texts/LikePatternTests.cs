using ImapPS.Client.Search;

namespace ImapPS.Client.Tests.Search;

public class LikePatternTests
{
    [Theory]
    [InlineData("*", "", true)]
    [InlineData("**", "abc", true)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("abc", "ABC", true)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "ac", false)]
    [InlineData("?*", "", false)]
    [InlineData("a*b*c", "aXXbYYbc", true)]
    [InlineData("a*b*c", "acb", false)]
    [InlineData("*ab", "aab", true)]
    [InlineData("ab*ab", "ab", false)]
    [InlineData("ab*ab", "abab", true)]
    [InlineData("[a-c]x", "Bx", true)]
    [InlineData("[a-c]x", "dx", false)]
    [InlineData("[a`-c]x", "bx", false)]
    [InlineData("[a`-c]x", "-x", true)]
    [InlineData("[ab`]]x", "]x", true)]
    [InlineData("[-a]", "-", true)]
    [InlineData("[]", "a", false)]
    [InlineData("`*", "*", true)]
    [InlineData("`*", "a", false)]
    [InlineData("`[x`]", "[x]", true)]
    [InlineData("a`", "a`", true)]
    [InlineData("``", "`", true)]
    [InlineData("*é*", "CAFÉ", true)]
    [InlineData("*е*", "e", false)]
    [InlineData("two words", "two words", true)]
    [InlineData(" two \r\n\t words ", "two words", true)]
    [InlineData("*a b*", "xa by", true)]
    [InlineData("* b", "a b", true)]
    [InlineData("* b", "b", false)]
    [InlineData("*😀*", "a😀b", true)]
    [InlineData("*s*", "ſ", false)]
    [InlineData("*ſ*", "ſ", true)]
    [InlineData("ı", "I", false)]
    public void Means_what_PowerShell_means(string pattern, string text, bool matches) => Assert.Equal(matches, new LikePattern(pattern, false).IsMatch(text));

    [Theory]
    [InlineData("abc", "ABC", false)]
    [InlineData("[a-c]*", "Bx", false)]
    [InlineData("*B?", "aBc", true)]
    public void Case_can_matter(string pattern, string text, bool matches) => Assert.Equal(matches, new LikePattern(pattern, true).IsMatch(text));

    [Theory]
    [InlineData("a[bc")]
    [InlineData("[")]
    [InlineData("[z-a]")]
    [InlineData("[a`]")]
    public void What_is_no_pattern_is_refused(string pattern)
    {
        Assert.Throws<ArgumentException>(() => new LikePattern(pattern, false));
        Assert.Throws<ArgumentException>(() => new TextTerm(TextField.Subject, null, TextTest.Like, pattern));
    }

    [Fact]
    public void Escaped_text_means_itself()
    {
        const string Text = "a*b?[c]`d-[e";
        Assert.True(new LikePattern(LikePattern.Escape(Text), true).IsMatch(Text));
        Assert.False(new LikePattern(LikePattern.Escape(Text), true).IsMatch("axb?[c]`d-[e"));
    }

    [Fact]
    public void A_match_that_would_take_long_is_given_up()
    {
        var pattern = new LikePattern("*" + new string('a', 500) + "?b*", false);
        var exception = Assert.Throws<ImapException>(() => pattern.IsMatch(new string('a', 1_000_000)));
        Assert.Equal(ImapError.InvalidArgument, exception.Error);
        Assert.Contains("*aaa", exception.Message);
    }

    [Fact]
    public void No_letter_outside_ASCII_is_one_of_ASCII_in_the_other_case() =>
        Assert.DoesNotContain(Enumerable.Range(0x80, 0x10000 - 0x80), c => TextFolding.ToUpper(((char)c).ToString())[0] < 0x80);

    [Fact]
    public void A_regular_expression_that_takes_too_long_is_an_error_and_no_mismatch()
    {
        var exception = Assert.Throws<ImapException>(() => new TextMatcher(TextTest.Match, "^(a+)+$", false).Passes(new string('a', 40) + "!"));
        Assert.Contains("(a+)+", exception.Message);
        Assert.NotNull(exception.Hint);
    }
}
