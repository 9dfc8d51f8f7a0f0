using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Tests.Responses;

public class BodyStructureTests
{
    private const string Text = "(\"TEXT\" \"PLAIN\" (\"CHARSET\" \"utf-8\") NIL NIL \"7BIT\" 10 1)";
    private const string Image = "(\"IMAGE\" \"PNG\" NIL NIL NIL \"BASE64\" 99)";
    private const string NoEnvelope = "(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)";

    /// <summary>Each part in order: its section and its type.</summary>
    [Theory]
    [InlineData(Text, "1 text/plain")]
    [InlineData($"({Text}{Image} \"MIXED\")", " multipart/mixed|1 text/plain|2 image/png")]
    [InlineData($"({Text} {Image}  \"MIXED\" )", " multipart/mixed|1 text/plain|2 image/png")]
    [InlineData($"(({Text}{Text} \"alternative\"){Image} \"MIXED\")", " multipart/mixed|1 multipart/alternative|1.1 text/plain|1.2 text/plain|2 image/png")]
    [InlineData($"({Text}(\"MESSAGE\" \"RFC822\" NIL NIL NIL \"7BIT\" 50 {NoEnvelope} ({Text}{Image} \"MIXED\") 5) \"MIXED\")", " multipart/mixed|1 text/plain|2 message/rfc822|2.TEXT multipart/mixed|2.1 text/plain|2.2 image/png")]
    [InlineData($"({Text}(\"MESSAGE\" \"RFC822\" NIL NIL NIL \"7BIT\" 50 {NoEnvelope} {Image} 5) \"MIXED\")", " multipart/mixed|1 text/plain|2 message/rfc822|2.1 image/png")]
    [InlineData($"(\"MESSAGE\" \"RFC822\" NIL NIL NIL \"7BIT\" 50 {NoEnvelope} {Image} 5)", "1 message/rfc822|1.1 image/png")]
    [InlineData($"(\"MESSAGE\" \"RFC822\" NIL NIL NIL \"7BIT\" 50 {NoEnvelope} ({Text}({Image} \"x\") \"y\") 5)", "1 message/rfc822|1.TEXT multipart/y|1.1 text/plain|1.2 multipart/x|1.2.1 image/png")]
    [InlineData($"(\"message\" \"global\" NIL NIL NIL \"7BIT\" 50 {NoEnvelope} (\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 40 {NoEnvelope} {Text} 3) 5)", "1 message/global|1.1 message/rfc822|1.1.1 text/plain")]
    [InlineData($"((\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 40 {NoEnvelope} ({Text} \"a\") 3)(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 40 {NoEnvelope} {Text} 3) \"digest\")", " multipart/digest|1 message/rfc822|1.TEXT multipart/a|1.1 text/plain|2 message/rfc822|2.1 text/plain")]
    [InlineData("(\"message\" \"delivery-status\" NIL NIL NIL \"7bit\" 40)", "1 message/delivery-status")]
    [InlineData($"({Text}() \"mixed\")", " multipart/mixed|1 text/plain|2 text/plain")]
    [InlineData("(\"MIXED\" (\"BOUNDARY\" \"b\") NIL NIL)", " multipart/mixed")]
    [InlineData("(\"message\" \"rfc822\" NIL NIL NIL \"base64\" 40 NIL (\"attachment\" NIL) NIL NIL)", "1 message/rfc822")]
    [InlineData("(\"message\" \"rfc822\" NIL NIL NIL \"base64\" 40 12 NIL (\"attachment\" NIL) NIL NIL)", "1 message/rfc822")]
    [InlineData("(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 40 NIL NIL 12 NIL)", "1 message/rfc822")]
    [InlineData($"(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 40 {NoEnvelope} NIL 12)", "1 message/rfc822")]
    [InlineData("(NIL NIL NIL NIL NIL NIL NIL NIL)", "1 text/plain")]
    public void Parts_and_their_numbers(string body, string expected)
    {
        var fetch = Wire.GoodFetch($"BODY {body} UID 5");
        Assert.Equal(5u, fetch.Uid);
        Assert.Equal(expected, string.Join("|", Flatten(fetch.Body!).Select(p => $"{p.Section} {p.ContentType}")));
    }

    [Fact]
    public void Every_field_of_a_part()
    {
        var part = Wire.GoodFetch(
            "BODYSTRUCTURE (\"APPLICATION\" \"PDF\" (\"NAME\" \"a)b.pdf\" \"x\" NIL) \"<id@h>\" \"desc\" \"BASE64\" 123456 \"md5==\""
            + " (\"attachment\" (\"filename*0*\" \"utf-8''a%20\" \"size\" \"5\")) (\"en\" \"de\") \"http://x/\" (\"future\" (1 2)) \"more\")").Body!;
        var expected = new BodyPart
        {
            Section = "1",
            Type = "application",
            Subtype = "pdf",
            Parameters = [new("NAME", "a)b.pdf"), new("x", "")],
            Id = "<id@h>",
            Description = "desc",
            Encoding = "BASE64",
            Size = 123456,
            Md5 = "md5==",
            Disposition = "attachment",
            DispositionParameters = [new("filename*0*", "utf-8''a%20"), new("size", "5")],
            Languages = ["en", "de"],
            Location = "http://x/",
            HasExtensionData = true,
        };
        Assert.True(BodyPart.ContentEquals(expected, part));
    }

    [Fact]
    public void Every_field_of_a_multipart_and_of_a_message()
    {
        var root = Wire.GoodFetch(
            $"BODYSTRUCTURE ((\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 40 (\"d\" \"s\" NIL NIL NIL NIL NIL NIL NIL \"<i>\") {Text} 12 NIL NIL \"fr\" \"l\")"
            + " \"mixed\" (\"boundary\" \"b\") (\"inline\" NIL) NIL \"loc\")").Body!;
        Assert.Equal([new("boundary", "b")], root.Parameters);
        Assert.Equal(("inline", "loc", true), (root.Disposition, root.Location, root.HasExtensionData));
        var message = Assert.Single(root.Parts);
        Assert.Equal(("s", "<i>"), (message.Envelope!.Subject, message.Envelope.MessageId));
        Assert.Equal((12L, "fr", "l"), (message.Lines, Assert.Single(message.Languages), message.Location));
        Assert.False(message.Parts[0].HasExtensionData);
    }

    [Theory]
    [InlineData("(\"text\" \"plain\" NIL NIL NIL \"7bit\" -1 -1)", 0L, null)]
    [InlineData("(\"text\" \"plain\" NIL NIL NIL \"7bit\" 99999999999999999999 NIL)", 0L, null)]
    [InlineData("(\"text\" \"plain\" NIL NIL NIL \"7bit\" \"12\" 3)", 12L, 3L)]
    [InlineData("(\"text\" \"plain\" NIL NIL NIL \"7bit\" NIL)", 0L, null)]
    [InlineData("(\"text\" \"plain\" NIL NIL NIL \"7bit\")", 0L, null)]
    [InlineData("(\"image\" \"png\" NIL NIL NIL \"7bit\" 5 6)", 5L, 6L)]
    [InlineData("(\"text\" \"plain\" NIL NIL NIL NIL 5000000000 7)", 5000000000L, 7L)]
    public void Numbers_that_cannot_be_true(string body, long size, long? lines)
    {
        var part = Wire.GoodFetch("BODY " + body).Body!;
        Assert.Equal((size, lines), (part.Size, part.Lines));
    }

    [Theory]
    [InlineData("(\"text\" \"plain\" \"\" NIL NIL \"7bit\" 1 1 NIL \"inline\" NIL NIL)")]
    [InlineData("(\"text\" \"plain\" () NIL NIL \"7bit\" 1 1 NIL (\"inline\") ())")]
    [InlineData("(\"text\" \"plain\" (NIL NIL) NIL NIL \"7bit\" 1 1 NIL (\"inline\" ()) \"\")")]
    [InlineData("(\"text\" \"plain\" NIL (a) NIL \"7bit\" 1 1 NIL (\"inline\" NIL) NIL)")]
    public void Odd_forms_of_nothing(string body)
    {
        var part = Wire.GoodFetch("BODYSTRUCTURE " + body).Body!;
        Assert.Equal("inline", part.Disposition);
        Assert.Empty(part.Parameters);
        Assert.Empty(part.DispositionParameters);
        Assert.Empty(part.Languages);
        Assert.Null(part.Id);
    }

    [Fact]
    public void Equal_parameters_of_different_messages_are_one_object()
    {
        var reader = new ResponseReader();
        var first = Wire.Read<FetchResponse>($"* 1 FETCH (BODY {Text})", reader).Body!;
        var second = Wire.Read<FetchResponse>($"* 2 FETCH (BODY {Text})", reader).Body!;
        Assert.Same(first.Parameters, second.Parameters);
        Assert.Same(first.Encoding, second.Encoding);
    }

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void Nesting_is_bounded(int depth, bool accepted)
    {
        var body = string.Concat(Enumerable.Repeat("(", depth)) + Text + string.Concat(Enumerable.Repeat(" \"mixed\")", depth));
        var fetch = Wire.Fetch($"UID 5 BODY {body}");
        Assert.Equal(accepted, fetch.Body is not null);
        if (!accepted)
            Assert.Contains("MaxNesting", fetch.Problems[0]);
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public void Parts_are_bounded(int count, bool accepted)
    {
        var octets = Wire.Octets($"* 1 FETCH (UID 5 BODY ({string.Concat(Enumerable.Repeat(Image, count))} \"mixed\"))\r\n");
        var fetch = (FetchResponse)Wire.Read(octets, limits: new() { MaxListLength = 3 });
        Assert.Equal(accepted, fetch.Body is not null);
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public void Parameters_are_bounded(int count, bool accepted)
    {
        var octets = Wire.Octets($"* 1 FETCH (BODY (\"a\" \"b\" ({string.Concat(Enumerable.Repeat("\"k\" \"v\" ", count))}) NIL NIL \"7bit\" 1) UID 5)\r\n");
        var fetch = (FetchResponse)Wire.Read(octets, limits: new() { MaxListLength = 3 });
        Assert.Equal(accepted, fetch.Body is not null);
        Assert.Equal(5u, fetch.Uid);
    }

    [Fact]
    public void Sections_of_many_parts_are_right()
    {
        var root = Wire.GoodFetch($"BODY (({string.Concat(Enumerable.Repeat(Image, 250))} \"a\"){string.Concat(Enumerable.Repeat(Image, 250))} \"b\")").Body!;
        Assert.Equal("1.250", root.Parts[0].Parts[249].Section);
        Assert.Equal("251", root.Parts[250].Section);
    }

    private static IEnumerable<BodyPart> Flatten(BodyPart part) => part.Parts.SelectMany(Flatten).Prepend(part);
}
