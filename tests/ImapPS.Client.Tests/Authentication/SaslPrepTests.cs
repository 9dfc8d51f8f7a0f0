using FsCheck;
using FsCheck.Fluent;
using ImapPS.Client.Authentication;
using static ImapPS.Client.Tests.Authentication.SaslTesting;

namespace ImapPS.Client.Tests.Authentication;

public class SaslPrepTests
{
    [Theory]

    // RFC 4013 section 3.
    [InlineData("I\u00ADX", "IX")]
    [InlineData("user", "user")]
    [InlineData("USER", "USER")]
    [InlineData("\u00AA", "a")]
    [InlineData("\u2168", "IX")]

    // Spaces, and what is mapped to nothing.
    [InlineData("a\u00A0b\u3000c\u200Bd", "a b c d")]
    [InlineData("\u034F\u1806\u180B\uFE00\uFEFF\u2060\u200C", "")]
    [InlineData("", "")]

    // Composition, compatibility, beyond the basic plane, right to left with digits inside.
    [InlineData("e\u0301", "\u00E9")]
    [InlineData("\uFB01\u00B2\uFF21", "fi2A")]
    [InlineData("\U0001D400", "A")]
    [InlineData("\U00020000", "\U00020000")]
    [InlineData("\u0627\u0031\u0628", "\u06271\u0628")]
    [InlineData("\u05D0", "\u05D0")]

    // Unassigned in Unicode 3.2: allowed in a query.
    [InlineData("\U0001F600\u0221", "\U0001F600\u0221")]
    public void Prepares(string text, string expected)
    {
        Edition.NeedsMoreThanMono("all of Unicode's compatibility forms");
        Assert.Equal(expected, SaslPrep.Prepare(text));
        using var secret = Secret(text);
        using var prepared = SaslPrep.Prepare(secret);
        using var utf8 = prepared.ToUtf8();
        Assert.Equal(Utf8(expected), utf8.Span.ToArray());
    }

    [Theory]

    // RFC 4013 section 3.
    [InlineData("\u0007")]
    [InlineData("\u0627\u0031")]

    // One of each prohibited table.
    [InlineData("a\nb")]
    [InlineData("\u007F")]
    [InlineData("\u0085")]
    [InlineData("\u06DD")]
    [InlineData("\u2028")]
    [InlineData("\uE000")]
    [InlineData("\U000F0000")]
    [InlineData("\uFDD0")]
    [InlineData("\uFFFF")]
    [InlineData("\U0001FFFE")]
    [InlineData("\uFFFD")]
    [InlineData("\u2FF0")]
    [InlineData("\u200E")]
    [InlineData("\U000E0001")]

    // Directions.
    [InlineData("1\u0627")]
    [InlineData("\u0627a\u0628")]
    public void Prohibits(string text)
    {
        Assert.Equal(SaslFailure.ProhibitedCharacter, FailsWith(() => SaslPrep.Prepare(text)));
        using var secret = Secret(text);
        Assert.Equal(SaslFailure.ProhibitedCharacter, FailsWith(() => SaslPrep.Prepare(secret)));
    }

    // Not as attributes, whose strings are kept in UTF-8.
    [Fact]
    public void Prohibits_half_characters()
    {
        foreach (var text in new[] { "a\uD800", "\uDC00a", "\uDC00\uD800", "\uD800\uD800\uDC00" })
            Assert.Equal(SaslFailure.ProhibitedCharacter, FailsWith(() => SaslPrep.Prepare(text)));
    }

    [Fact]
    public void Preparing_twice_changes_nothing_more() => Prop.ForAll<string?>(text =>
    {
        try
        {
            var once = SaslPrep.Prepare(text ?? "");
            return SaslPrep.Prepare(once) == once;
        }
        catch (SaslException)
        {
            return true;
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Tables_are_sorted_pairs()
    {
        foreach (var table in new[]
        {
            StringPrepTables.Spaces, StringPrepTables.MappedToNothing, StringPrepTables.Prohibited, StringPrepTables.RightToLeft, StringPrepTables.LeftToRight,
        })
        {
            Assert.Equal(0, table.Length % 2);
            for (var i = 0; i < table.Length; i += 2)
                Assert.True(table[i] <= table[i + 1] && (i == 0 || table[i] > table[i - 1]));
        }
    }
}
