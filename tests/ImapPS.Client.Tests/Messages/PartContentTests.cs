using System.Text;
using ImapPS.Client.Messages;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Messages;

/// <summary>Parts by structure, and what becomes of their octets.</summary>
public class PartContentTests
{
    private static BodyPart Leaf(string section, string type, string subtype, string? disposition = null, string? name = null, string? id = null) => new()
    {
        Section = section,
        Type = type,
        Subtype = subtype,
        Disposition = disposition,
        Id = id,
        Parameters = name is null ? [] : [new("name", name)],
    };

    private static BodyPart Multipart(string section, params BodyPart[] parts) => new() { Section = section, Type = "multipart", Subtype = "mixed", Parts = parts };

    private static BodyPart Text(string? charset, string? encoding = null) => new()
    {
        Section = "1",
        Encoding = encoding,
        Parameters = charset is null ? [] : [new("charset", charset)],
    };

    [Fact]
    public void Text_is_the_first_of_its_kind_that_is_no_attachment()
    {
        var inner = Leaf("4.1", "text", "html");
        var message = new BodyPart { Section = "4", Type = "message", Subtype = "rfc822", Parts = [inner] };
        var root = Multipart("", Leaf("1", "text", "plain", "attachment"), Multipart("2", Leaf("2.1", "text", "PLAIN"), Leaf("2.2", "text", "enriched")), Leaf("3", "text", "plain"), message);
        Assert.Equal("2.1", BodyParts.FindText(root, "plain")!.Section);
        // That of an attached message is not the message's own.
        Assert.Null(BodyParts.FindText(root, "html"));
        Assert.Same(inner, BodyParts.Find(root, "4.1"));
        Assert.Null(BodyParts.Find(root, "5"));
        Assert.Null(BodyParts.Find(null, "1"));
        Assert.Null(BodyParts.FindText(null, "plain"));
        Assert.Null(BodyParts.FindText(Leaf("1", "text", "plain", null, "notes.txt"), "plain"));
        Assert.Equal("1", BodyParts.FindText(Leaf("1", "text", "plain", "inline"), "plain")!.Section);
    }

    [Fact]
    public void Structures_of_any_depth_and_width_are_searched_without_recursion()
    {
        var part = Leaf("x", "text", "plain");
        for (var depth = 0; depth < 100_000; depth++)
            part = Multipart("m" + depth, part);
        Assert.Equal("x", BodyParts.FindText(part, "plain")!.Section);
        Assert.Equal("x", BodyParts.Find(part, "x")!.Section);
    }

    [Theory]
    [InlineData("utf-8", "grün", false)]
    [InlineData("iso-8859-1", "grÃ¼n", false)]
    [InlineData("us-ascii", "grün", false)]
    [InlineData(null, "grün", false)]
    [InlineData("x-nobody-knows", "grün", true)]
    [InlineData("utf-7", "grün", true)]
    public void Text_is_decoded_by_its_charset_or_as_well_as_it_can_be(string? charset, string expected, bool told)
    {
        var content = new PartContent("1", Text(charset), Encoding.UTF8.GetBytes("grün"), false);
        Assert.Equal(expected, content.Text);
        Assert.Equal(charset, content.Charset);
        Assert.Equal(5, content.Length);
        Assert.Empty(content.Bytes);
        Assert.Equal(told, content.Problems.Any(p => p.Contains($"the charset '{charset}' is not known", StringComparison.Ordinal)));
        Assert.Equal(told ? 1 : 0, content.Problems.Count);
    }

    [Theory]
    [InlineData("x-uuencode", false, "the encoding 'x-uuencode' is not known")]
    [InlineData("evil\u001b[31m\u202e", false, "evil\\u001B[31m\\u202E")]
    [InlineData(" BASE64 ", true, "its base64 is damaged")]
    [InlineData("quoted-printable", true, "its quoted-printable is damaged")]
    [InlineData("7bit", false, null)]
    [InlineData("8BIT", false, null)]
    [InlineData("binary", false, null)]
    [InlineData("", false, null)]
    [InlineData(null, false, null)]
    public void What_may_not_be_what_was_sent_is_told(string? encoding, bool damaged, string? told)
    {
        var problems = new PartContent("1", Text("utf-8", encoding), [], damaged).Problems;
        if (told is null)
            Assert.Empty(problems);
        else
            Assert.Contains(told, Assert.Single(problems));
        Assert.All(problems, p => Assert.DoesNotContain(p, char.IsControl));
    }

    [Fact]
    public void What_is_no_text_stays_octets()
    {
        var content = new PartContent("2", Leaf("2", "image", "png"), [1, 2, 3], false);
        Assert.Null(content.Text);
        Assert.Equal([1, 2, 3], content.Bytes);
        Assert.Null(new PartContent("2", null, [1, 2, 3], false).Text);
        Assert.Null(new PartContent("", null, [1, 2, 3], false).Text);
    }

    [Theory]
    [InlineData("HEADER")]
    [InlineData("2.MIME")]
    [InlineData("TEXT")]
    public void What_is_no_part_is_text(string section) => Assert.Equal("ä", new PartContent(section, null, Encoding.UTF8.GetBytes("ä"), false).Text);

    [Fact]
    public void A_byte_order_mark_is_no_text() =>
        Assert.Equal("x", new PartContent("1", Text("utf-8"), [0xEF, 0xBB, 0xBF, (byte)'x'], false).Text);
}
