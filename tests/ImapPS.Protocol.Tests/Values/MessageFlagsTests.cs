using System.Diagnostics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Tests.Values;

public class MessageFlagsTests
{
    private static readonly Gen<MessageFlags> Flags =
        Gen.Elements("\\Seen", "\\Answered", "\\Flagged", "\\Deleted", "\\Draft", "\\Recent", "\\*", "$Forwarded", "$forwarded", "Junk", "NonJunk", "\\Odd", "a.b", "NIL")
            .ListOf().Select(names => MessageFlags.Parse(names.ToArray()));

    [Fact]
    public void Names_come_back() =>
        Properties.Check(Flags, flags => Assert.Equal(flags, MessageFlags.Parse(flags.ToNames().ToArray())));

    [Fact]
    public void Union_and_difference_are_those_of_sets() => Properties.Check(from a in Flags from b in Flags select (a, b), p =>
    {
        var a = Names(p.a);
        var b = Names(p.b);
        Assert.True(Names(p.a.Union(p.b)).SetEquals(a.Union(b)));
        Assert.True(Names(p.a.Except(p.b)).SetEquals(a.Except(b, StringComparer.OrdinalIgnoreCase)));
        Assert.Equal(a.SetEquals(b), p.a.Equals(p.b));
        if (p.a.Equals(p.b))
            Assert.Equal(p.a.GetHashCode(), p.b.GetHashCode());
    });

    [Fact]
    public void Without_keywords_equal_flags_are_one_object()
    {
        Assert.Same(MessageFlags.Parse("\\Seen", "\\Draft"), MessageFlags.Parse("\\DRAFT", "\\seen"));
        Assert.Same(MessageFlags.None, MessageFlags.Parse());
    }

    [Fact]
    public void Keywords_compare_without_regard_to_case()
    {
        var flags = MessageFlags.Parse("$Forwarded", "$FORWARDED", "Junk");
        Assert.Equal(["$Forwarded", "Junk"], flags.Keywords);
        Assert.True(flags.HasKeyword("junk"));
        Assert.Equal(flags, MessageFlags.Parse("JUNK", "$forwarded"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a\r\nb")]
    [InlineData("(a")]
    [InlineData("a\"")]
    [InlineData("\\")]
    [InlineData("\\\\Seen")]
    [InlineData("ä")]
    [InlineData("a]")]
    [InlineData("{5}")]
    public void What_is_no_flag_is_refused(string name) => Assert.Throws<ArgumentException>(() => MessageFlags.Parse(name));

    [Theory]
    [InlineData("\\Seen", SystemFlags.Seen)]
    [InlineData("\\ANSWERED", SystemFlags.Answered)]
    [InlineData("\\flagged", SystemFlags.Flagged)]
    [InlineData("\\Deleted", SystemFlags.Deleted)]
    [InlineData("\\Draft", SystemFlags.Draft)]
    [InlineData("\\Recent", SystemFlags.Recent)]
    [InlineData("\\*", SystemFlags.CreateKeywords)]
    [InlineData("Seen", SystemFlags.None)]
    [InlineData("\\Seem", SystemFlags.None)]
    [InlineData("\\", SystemFlags.None)]
    public void System_flags_are_known_in_any_case(string name, SystemFlags expected)
    {
        Assert.Equal(expected != SystemFlags.None, MessageFlags.TryGetSystem(Encoding.ASCII.GetBytes(name), out var flag));
        Assert.Equal(expected, flag);
    }

    [Fact]
    public void A_hundred_thousand_keywords_cost_no_more_than_they_must()
    {
        var watch = Stopwatch.StartNew();
        var flags = MessageFlags.Create(SystemFlags.None, Enumerable.Range(0, 100_000).Select(n => "k" + n).ToArray());
        var reversed = MessageFlags.Create(SystemFlags.None, flags.Keywords.Reverse().ToArray());
        Assert.Equal(flags, reversed);
        Assert.True(flags.Except(reversed).IsEmpty);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60));
    }

    private static HashSet<string> Names(MessageFlags flags) => new(flags.ToNames(), StringComparer.OrdinalIgnoreCase);
}
