namespace ImapPS.Loopback.Tests.Mime;

public class EnvelopeTests
{
    private const string A = "((NIL NIL \"a\" \"x.example\"))";

    [Theory]
    [InlineData("", "(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)")]
    [InlineData("Subject: plain", "(NIL \"plain\" NIL NIL NIL NIL NIL NIL NIL NIL)")]
    [InlineData("Subject:", "(NIL \"\" NIL NIL NIL NIL NIL NIL NIL NIL)")]
    [InlineData("subject : with space before the colon", "(NIL \"with space before the colon\" NIL NIL NIL NIL NIL NIL NIL NIL)")]
    [InlineData("Subject: folded\n  twice\n\tand tabbed", "(NIL \"folded  twice\tand tabbed\" NIL NIL NIL NIL NIL NIL NIL NIL)")]
    [InlineData("Subject: \"quoted\" \\ back", "(NIL \"\\\"quoted\\\" \\\\ back\" NIL NIL NIL NIL NIL NIL NIL NIL)")]
    [InlineData("Subject: gr\u00fc\u00df", "(NIL {4}\r\ngr\u00fc\u00df NIL NIL NIL NIL NIL NIL NIL NIL)")]
    [InlineData("From: a@x.example", $"(NIL NIL {A} {A} {A} NIL NIL NIL NIL NIL)")]
    [InlineData("From: a@x.example\nSender:\nReply-To: b@x.example", $"(NIL NIL {A} {A} ((NIL NIL \"b\" \"x.example\")) NIL NIL NIL NIL NIL)")]
    [InlineData("To: a@x.example\nTo: b@x.example", "(NIL NIL NIL NIL NIL ((NIL NIL \"a\" \"x.example\")(NIL NIL \"b\" \"x.example\")) NIL NIL NIL NIL)")]
    [InlineData("Cc: a@x.example\nBcc: a@x.example\nIn-Reply-To: <1@x>\nMessage-ID: <2@x>\nDate: today", $"(\"today\" NIL NIL NIL NIL NIL {A} {A} \"<1@x>\" \"<2@x>\")")]
    [InlineData("not a field\nSubject: kept\nFro m: a@x.example", "(NIL \"kept\" NIL NIL NIL NIL NIL NIL NIL NIL)")]
    public void Writes_an_envelope(string header, string expected) => Assert.Equal(expected, Wire.Envelope(header));

    [Fact]
    public void Nul_is_left_out_of_strings() => Assert.Contains("\"ab\"", Wire.Envelope("Subject: a\0b"));

    [Fact]
    public void A_line_of_two_million_octets_is_a_literal() =>
        Assert.StartsWith("(NIL {2000000}\r\nxxx", Wire.Envelope("Subject: " + new string('x', 2_000_000)));
}
