using System.Text;
using ImapPS.Loopback.Session.Fetching;
using ImapPS.Protocol.Commands;

namespace ImapPS.Loopback.Tests.Mime;

public class SectionFinderTests
{
    // RFC 9051 section 6.4.5.1's example in small: a multipart that holds text, a message with two parts, and a message without.
    private const string Nested = """
        Subject: outer
        From: a@x.example
        Content-Type: multipart/mixed; boundary=o

        --o
        Content-Type: text/plain
        X-Part: one

        first
        --o
        Content-Type: message/rfc822
        X-Part: two

        Subject: inner
        Content-Type: multipart/alternative; boundary=i

        --i
        X-Part: two.one

        plain
        --i
        Content-Type: text/html
        X-Part: two.two

        html
        --i--
        --o
        Content-Type: message/rfc822

        Subject: simple

        body
        --o--
        """;

    [Theory]
    [InlineData("1", "first")]
    [InlineData("1.MIME", "Content-Type: text/plain\nX-Part: one\n\n")]
    [InlineData("2.MIME", "Content-Type: message/rfc822\nX-Part: two\n\n")]
    [InlineData("2.HEADER", "Subject: inner\nContent-Type: multipart/alternative; boundary=i\n\n")]
    [InlineData("2.TEXT", "--i\nX-Part: two.one\n\nplain\n--i\nContent-Type: text/html\nX-Part: two.two\n\nhtml\n--i--")]
    [InlineData("2.1", "plain")]
    [InlineData("2.1.MIME", "X-Part: two.one\n\n")]
    [InlineData("2.2", "html")]
    [InlineData("2.2.MIME", "Content-Type: text/html\nX-Part: two.two\n\n")]
    [InlineData("2.HEADER.FIELDS (SUBJECT X-PART)", "Subject: inner\n\n")]
    [InlineData("3", "Subject: simple\n\nbody")]
    [InlineData("3.1", "body")]
    [InlineData("3.1.MIME", "Subject: simple\n\n")]
    [InlineData("3.HEADER", "Subject: simple\n\n")]
    [InlineData("3.TEXT", "body")]
    [InlineData("HEADER", "Subject: outer\nFrom: a@x.example\nContent-Type: multipart/mixed; boundary=o\n\n")]
    [InlineData("HEADER.FIELDS (FROM SUBJECT)", "Subject: outer\nFrom: a@x.example\n\n")]
    [InlineData("HEADER.FIELDS.NOT (FROM Content-Type)", "Subject: outer\n\n")]
    [InlineData("HEADER.FIELDS (X-None)", "\n")]
    [InlineData("0.1", null)]
    [InlineData("4", null)]
    [InlineData("1.1", null)]
    [InlineData("1.HEADER", null)]
    [InlineData("1.TEXT", null)]
    [InlineData("2.3", null)]
    [InlineData("3.2", null)]
    [InlineData("3.1.1", null)]
    public void Finds_a_section(string section, string? expected)
    {
        if (section.StartsWith('0'))
        {
            Assert.Throws<ArgumentException>(() => new FetchSectionRequest(section));
            return;
        }

        Assert.Equal(expected?.Replace("\n", "\r\n"), Get(Nested, section));
    }

    [Theory]
    [InlineData("1", "text")]
    [InlineData("1.MIME", "Subject: x\n\n")]
    [InlineData("TEXT", "text")]
    [InlineData("2", null)]
    [InlineData("1.1", null)]
    [InlineData("1.HEADER", null)]
    public void A_message_of_one_part_is_its_own_part_1(string section, string? expected) =>
        Assert.Equal(expected?.Replace("\n", "\r\n"), Get("Subject: x\n\ntext", section));

    [Theory]
    [InlineData("1", "Subject: in\n\ntext")]
    [InlineData("1.1", "text")]
    [InlineData("1.HEADER", "Subject: in\n\n")]
    [InlineData("1.2", null)]
    public void A_message_that_is_a_message(string section, string? expected) =>
        Assert.Equal(expected?.Replace("\n", "\r\n"), Get("Content-Type: message/rfc822\n\nSubject: in\n\ntext", section));

    [Fact]
    public void The_whole_and_its_parts_cover_every_octet()
    {
        var message = Wire.Message(Nested);
        var whole = Encoding.Latin1.GetString(message.Bytes);
        Assert.Equal(whole, Get(Nested, ""));
        Assert.Equal(whole, Get(Nested, "HEADER") + Get(Nested, "TEXT"));
    }

    [Theory]
    [InlineData("base64", "QUJDRA==", "ABCD")]
    [InlineData("base64", "QU\nJD*RA", "ABCD")]
    [InlineData("quoted-printable", "a=3Db=\nc =20=XX", "a=bc  =XX")]
    [InlineData("8bit", "a=3D", "a=3D")]
    [InlineData("", "a=3D", "a=3D")]
    public void Binary_takes_the_transfer_encoding_off(string encoding, string body, string expected) =>
        Assert.Equal(expected, Get($"Content-Transfer-Encoding: {encoding}\n\n{body}", "1", binary: true));

    private static string? Get(string message, string section, bool binary = false)
    {
        var found = new Section(new FetchSectionRequest(section) { Binary = binary }).Get(Wire.Message(message));
        return found is { } content ? Encoding.Latin1.GetString(content.Span) : null;
    }
}
