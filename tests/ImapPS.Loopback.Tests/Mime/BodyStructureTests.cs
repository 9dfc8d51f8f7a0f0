using System.Text;

namespace ImapPS.Loopback.Tests.Mime;

public class BodyStructureTests
{
    private const string Plain = "(\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" ";
    private const string NoExtension = " NIL NIL NIL NIL)";

    [Fact]
    public void A_message_without_a_type_is_plain_text() => Assert.Equal(Plain + "11 2" + NoExtension, Wire.Structure("Subject: x\n\none\ntwo\nx"));

    [Fact]
    public void A_message_without_a_header() => Assert.Equal(Plain + "6 1" + NoExtension, Wire.Structure("\nText\n"));

    [Fact]
    public void An_empty_message() => Assert.Equal(Plain + "0 0" + NoExtension, Wire.Structure(""));

    [Fact]
    public void A_header_without_a_body() => Assert.Equal(Plain + "0 0" + NoExtension, Wire.Structure("Subject: x\n"));

    [Fact]
    public void All_the_fields_of_a_part() => Assert.Equal(
        "(\"APPLICATION\" \"pdf\" (\"name\" \"a b.pdf\" \"x\" \"1\") \"<id@x>\" \"A \\\"description\\\"\" \"BASE64\" 10"
        + " \"md5==\" (\"attachment\" (\"filename\" \"a;b.pdf\")) (\"de\" \"en\") \"http://x.example/\")",
        Wire.Structure("""
            Content-Type: APPLICATION/pdf; (comment) name="a b.pdf"; x=1
            Content-ID: <id@x>
            Content-Description: A "description"
            Content-Transfer-Encoding: BASE64
            Content-MD5: md5==
            Content-Disposition: attachment; filename="a;b.pdf"
            Content-Language: de, en
            Content-Location: http://x.example/

            QUJDREVG

            """));

    [Fact]
    public void Body_leaves_out_extension_data() => Assert.Equal(
        "((\"text\" \"plain\" NIL NIL NIL \"7bit\" 1 0)(\"text\" \"html\" NIL NIL NIL \"7bit\" 1 0) \"alternative\")",
        Wire.Body("Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n1\n--b\nContent-Type: text/html\n\n2\n--b--\n"));

    [Fact]
    public void Parts_nest_and_their_line_ends_belong_to_the_delimiters() => Assert.Equal(
        $"(({Plain}4 1{NoExtension}(\"text\" \"html\" NIL NIL NIL \"7bit\" 3 0 NIL NIL NIL NIL) \"alternative\" (\"boundary\" \"in\") NIL NIL NIL)"
        + "(\"image\" \"png\" NIL NIL NIL \"base64\" 4 NIL (\"attachment\" NIL) NIL NIL) \"mixed\" (\"boundary\" \"out side\") NIL NIL NIL)",
        Wire.Structure("""
            Content-Type: multipart/mixed; boundary="out side"

            preamble
            --out side
            Content-Type: multipart/alternative; boundary=in

            --in

            ab

            --in
            Content-Type: text/html

            <b>
            --in--
            epilogue of the inner one
            --out side
            Content-Type: image/png
            Content-Transfer-Encoding: base64
            Content-Disposition: attachment

            QUJD
            --out side--
            epilogue
            """));

    [Fact]
    public void A_message_inside_has_an_envelope_and_a_structure() => Assert.Equal(
        "(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 24 (NIL \"inside\" NIL NIL NIL NIL NIL NIL NIL NIL) "
        + Plain + "5 1" + NoExtension + " 3 NIL NIL NIL NIL)",
        Wire.Structure("Content-Type: message/rfc822\n\nSubject: inside\n\nabc\n"));

    [Fact]
    public void The_parts_of_a_digest_are_messages() => Assert.Equal(
        "((\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 17 (NIL \"one\" NIL NIL NIL NIL NIL NIL NIL NIL) " + Plain + "1 0" + NoExtension
        + " 2 NIL NIL NIL NIL) \"digest\" (\"boundary\" \"b\") NIL NIL NIL)",
        Wire.Structure("Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: one\n\n1\n--b--\n"));

    [Fact]
    public void A_multipart_without_parts_gets_an_empty_one() => Assert.Equal(
        $"({Plain}0 0{NoExtension} \"mixed\" (\"boundary\" \"b\") NIL NIL NIL)",
        Wire.Structure("Content-Type: multipart/mixed; boundary=b\n\nnothing\n"));

    [Theory]
    [InlineData("Content-Type: multipart/mixed\n\n--b\n")]
    [InlineData("Content-Type: nonsense\n\nxxxxx")]
    [InlineData("Content-Type: /plain\n\nxxxxx")]
    [InlineData("Content-Type:\n\nxxxxx")]
    public void What_cannot_be_a_type_is_plain_text(string message) => Assert.StartsWith("(\"text\" \"plain\" ", Wire.Structure(message));

    [Fact]
    public void A_missing_closing_delimiter_ends_with_the_message() => Assert.Equal(
        $"({Plain}5 1{NoExtension} \"mixed\" (\"boundary\" \"b\") NIL NIL NIL)",
        Wire.Structure("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nabc\n"));

    [Fact]
    public void A_delimiter_that_only_begins_like_one_is_text() => Assert.Contains(
        " 14 2 ", Wire.Structure("Content-Type: multipart/mixed; boundary=b\n\n--b\n\n--bc\n--b--x\n\n--b--\n"));

    [Fact]
    public void A_part_whose_header_never_ends_has_no_body() => Assert.Equal(
        "((\"text\" \"html\" NIL NIL NIL \"7bit\" 0 0 NIL NIL NIL NIL) \"mixed\" (\"boundary\" \"b\") NIL NIL NIL)",
        Wire.Structure("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n--b--\n"));

    [Theory]
    [InlineData("Content-Type: message/rfc822")]
    [InlineData("Content-Type: multipart/mixed; boundary=b")]
    public void A_container_whose_header_never_ends_is_still_well_formed(string header) =>
        Assert.Matches("^\\(.*\\)$", Wire.Structure(header));

    [Fact]
    public void Nesting_past_the_limit_stays_content()
    {
        var message = new StringBuilder();
        for (var i = 0; i < 5_000; i++)
            message.Append("Content-Type: multipart/mixed; boundary=b").Append(i).Append("\n\n--b").Append(i).Append('\n');
        var structure = Wire.Structure(message.ToString());
        Assert.Equal(49, structure.TakeWhile(static c => c == '(').Count() - 1);
        Assert.Contains("\"octet-stream\"", structure);
    }

    [Fact]
    public void Messages_in_messages_past_the_limit_stay_content()
    {
        var structure = Wire.Structure(string.Concat(Enumerable.Repeat("Content-Type: message/rfc822\n\n", 5_000)));
        Assert.Equal(49, structure.Split("\"rfc822\"").Length - 1);
    }

    [Fact]
    public void Parts_past_the_limit_stay_content()
    {
        var message = "Content-Type: multipart/mixed; boundary=b\n\n" + string.Concat(Enumerable.Repeat("--b\n\n\n", 20_000));
        Assert.Equal(9_999, Wire.Structure(message).Split("\"plain\"").Length - 1, 1.0);
    }

    [Fact]
    public void Bare_line_feeds_are_read_too()
    {
        var content = new Loopback.Store.MessageContent(Encoding.ASCII.GetBytes("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nab\n--b--\n"));
        Assert.Equal($"({Plain}2 0{NoExtension} \"mixed\" (\"boundary\" \"b\") NIL NIL NIL)", Encoding.ASCII.GetString(content.BodyStructure));
    }
}
