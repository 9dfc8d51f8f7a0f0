using FsCheck;
using FsCheck.Fluent;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Ordering;
using ImapPS.Protocol.Responses;

namespace ImapPS.Protocol.Tests.Ordering;

public class MessageThreaderTests
{
    private static readonly DateTimeOffset Day = new(2026, 2, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>"id subject &lt; references": a message an hour after the one before, with the next UID.</summary>
    private static SortFields[] Messages(string text) => text.Split('|').Select((line, i) =>
    {
        var halves = line.Split('<');
        var words = halves[0].Trim().Split(' ', 2);
        return new SortFields((uint)i + 1)
        {
            Arrival = Day.AddHours(i),
            MessageId = words[0] == "-" ? null : $"<{words[0]}@x>",
            Subject = words.Length > 1 ? words[1] : "",
            References = halves.Length > 1 ? string.Concat(halves[1].Trim().Split(' ').Select(r => $"<{r}@x> ")) : null,
        };
    }).ToArray();

    private static string Thread(IEnumerable<SortFields> messages, ThreadAlgorithm algorithm) =>
        System.Text.Encoding.ASCII.GetString(ResponseWriter.ToBytes(new ThreadResponse(MessageThreader.Thread(messages, algorithm)))).Substring("* THREAD".Length).Trim();

    [Theory]
    [InlineData("a one|b two|c three", "(1)(2)(3)")]
    [InlineData("a one|b Re: one<a|c Re: one<a b", "(1 2 3)")]
    [InlineData("a one|b Re: one<a|c Re: one<a", "(1 (2)(3))")]
    [InlineData("b two<a|c three<a", "((1)(2))")]
    [InlineData("b two<a", "(1)")]
    [InlineData("c three<a b|d four<a b", "((1)(2))")]
    [InlineData("a one|c three<a b|d four<a b", "(1 (2)(3))")]
    [InlineData("a x|b Re: x", "(1 2)")]
    [InlineData("b Re: x|a x", "(2 1)")]
    [InlineData("a x|b x", "((1)(2))")]
    [InlineData("a Re: x|b Re: x|c Re: x", "((1)(2)(3))")]
    [InlineData("a |b |c ", "(1)(2)(3)")]
    [InlineData("a x|a y<b|b z", "(1)(3 2)")]
    [InlineData("- x|- y<a|a z", "(1)(3 2)")]
    [InlineData("b Re: x<a|c Re: x<a|d x", "((1)(2)(3))")]
    [InlineData("b Re: x<a|c Re: x<a|e Re: X<d|f x<d", "((1)(2)(3)(4))")]
    public void References_puts_together_what_belongs_together(string messages, string expected) =>
        Assert.Equal(expected, Thread(Messages(messages), ThreadAlgorithm.References));

    [Theory]
    [InlineData("a x<b|b x<a")]
    [InlineData("a x<a")]
    [InlineData("a x<b|b x<c|c x<a")]
    [InlineData("a x<b a b a|b x<a b|c x<a b a")]
    public void A_cycle_of_references_loses_nobody(string messages)
    {
        var all = Messages(messages);
        foreach (var algorithm in Enum.GetValues<ThreadAlgorithm>())
            Assert.Equal(all.Select(m => m.Uid), MessageThreader.Thread(all, algorithm).Where(m => m.Number != 0).Select(m => m.Number).Order());
    }

    [Theory]
    [InlineData("a x|b Re: x|c y", "(1)(2)(3)")]
    [InlineData("a x|b y|c Re: x<a", "(2)(1 3)")]
    public void Refs_goes_by_references_alone_and_by_the_newest(string messages, string expected) =>
        Assert.Equal(expected, Thread(Messages(messages), ThreadAlgorithm.Refs));

    [Theory]
    [InlineData("a x|b y|c Re: X|d [l] x (fwd)", "(1 (3)(4))(2)")]
    [InlineData("a |b y|c ", "(1 3)(2)")]
    public void OrderedSubject_goes_by_subject_alone(string messages, string expected) =>
        Assert.Equal(expected, Thread(Messages(messages), ThreadAlgorithm.OrderedSubject));

    [Theory]
    [InlineData("<a@x>", null, "(1 2)")]
    [InlineData("junk <a @x> more", null, "(1 2)")]
    [InlineData("<\"a\"@x>", null, "(1 2)")]
    [InlineData("a@x", "<a@x> from Tuesday", "(1 2)")]
    [InlineData("<a>", "<b@x> <a@x>", "(1)(2)")]
    [InlineData("<<a@x>", null, "(1 2)")]
    [InlineData("<a@x", "a@x>", "(1)(2)")]
    [InlineData("<other@x>", "<a@x>", "(1)(2)")]
    public void Ids_are_found_and_compared_as_the_standard_says(string references, string? inReplyTo, string expected) =>
        Assert.Equal(expected, Thread([new(1) { Arrival = Day, MessageId = "<a@x>" }, new(2) { Arrival = Day.AddHours(1), MessageId = "<z@x>", References = references, InReplyTo = inReplyTo }], ThreadAlgorithm.References));

    [Fact]
    public void Depth_is_no_trouble()
    {
        var chain = Enumerable.Range(1, 5000).Select(i => new SortFields((uint)i) { Arrival = Day.AddMinutes(i), MessageId = $"<{i}@x>", InReplyTo = $"<{i - 1}@x>" });
        var members = MessageThreader.Thread(chain, ThreadAlgorithm.References);
        Assert.Equal(Enumerable.Range(0, 5000), members.Select(m => m.Depth));
    }

    [Fact]
    public void Whatever_is_in_the_headers_each_message_is_there_once_and_the_forest_can_be_written()
    {
        var id = Gen.Choose(0, 6).Select(n => n == 0 ? "junk" : $"<{n}@x>");
        var message =
            from own in id
            from references in id.ListOf()
            from reply in id
            from subject in Gen.Elements("", "x", "Re: x", "y", "[fwd: y]")
            from hour in Gen.Choose(0, 5)
            select (own, references: string.Join(" ", references), reply, subject, hour);
        Properties.Check(message.ListOf(), 2000, list =>
        {
            var all = list.Select((m, i) => new SortFields((uint)i + 1)
            {
                Arrival = Day.AddHours(m.hour), MessageId = m.own, References = m.references, InReplyTo = m.reply, Subject = m.subject,
            }).ToArray();
            foreach (var algorithm in Enum.GetValues<ThreadAlgorithm>())
            {
                var members = MessageThreader.Thread(Enumerable.Reverse(all), algorithm);
                Assert.Equal(all.Select(m => m.Uid), members.Where(m => m.Number != 0).Select(m => m.Number).Order());
                Assert.Equal(new ThreadResponse(members), Responses.Wire.Read(ResponseWriter.ToBytes(new ThreadResponse(members))));
                Assert.All(members.Where(m => m.Number == 0), m => Assert.Equal(0, m.Depth));
            }
        });
    }
}
