using System.Text;
using ImapPS.Protocol.Grammar;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Tests.Responses;

public class ResponseWriterTests
{
    [Fact]
    public void Text_cannot_end_its_line_or_pass_for_a_code()
    {
        Assert.Equal("* OK a  * BYE b \r\n", Written(new StatusResponse(null, StatusKind.Ok, null, "a\r\n* BYE b\0")));
        Assert.Equal("A1 NO (ALERT] x\r\n", Written(new StatusResponse("A1", StatusKind.No, null, " [ALERT] x")));
        Assert.Equal("* OK [ALERT] [x\r\n", Written(new StatusResponse(null, StatusKind.Ok, new ResponseCode("ALERT"), "[x")));
        Assert.Equal("* NO [X a)  b] \r\n", Written(new StatusResponse(null, StatusKind.No, new ResponseCode("X") { Arguments = "a]\r\nb" }, "")));
        Assert.Equal("+ a  b\r\n", Written(new ContinuationRequest("a\r\nb")));
    }

    [Fact]
    public void Strings_are_quoted_where_they_can_be_and_literals_where_they_must()
    {
        Assert.Equal("\"a\\\"\\\\b\"", Subject("a\"\\b"));
        Assert.Equal("{3}\r\na\r\n", Subject("a\r\n"));
        Assert.Equal("{1}\r\n\0", Subject("\0"));
        Assert.Equal("{2}\r\n\u00c3\u00a4", Subject("ä"));
        Assert.Equal("\"\u00c3\u00a4\"", Subject("ä", utf8: true));
        Assert.Equal("\"" + new string('x', 1000) + "\"", Subject(new string('x', 1000)));
        Assert.Equal("{1001}\r\n" + new string('x', 1001), Subject(new string('x', 1001)));
        Assert.Equal("NIL", Subject(null));

        static string Subject(string? text, bool utf8 = false)
        {
            var line = Written(new FetchResponse(1) { Envelope = new Envelope { Subject = text } }, utf8);
            return line["* 1 FETCH (ENVELOPE (NIL ".Length..^" NIL NIL NIL NIL NIL NIL NIL NIL))\r\n".Length];
        }
    }

    [Fact]
    public void What_must_be_an_atom_is_one_or_is_refused()
    {
        Response[] bad =
        [
            new FlagsResponse(MessageFlags.Create(SystemFlags.None, ["a b"])),
            new FlagsResponse(MessageFlags.Create(SystemFlags.None, ["a\r\nb"])),
            new CapabilityResponse(new CapabilitySet(["A B"])),
            new CapabilityResponse(new CapabilitySet([""])),
            new StatusResponse("A 1", StatusKind.Ok, null, ""),
            new StatusResponse(null, StatusKind.Ok, new ResponseCode("A B"), ""),
            new StatusResponse(null, StatusKind.Ok, new ResponseCode("A]"), ""),
            new StatusResponse(null, StatusKind.Ok, new BadCharsetCode(["a\r\n"]), ""),
            new StatusResponse(null, StatusKind.Ok, new PermanentFlagsCode(MessageFlags.Create(SystemFlags.None, ["a]"])), ""),
            new StatusResponse(null, StatusKind.Ok, new AppendUidCode(1, []), ""),
            new StatusResponse(null, StatusKind.Ok, new ModifiedCode(UidSet.Empty), ""),
            new ListResponse(false, ["\\a(b"], null, MailboxName.Inbox),
            new VanishedResponse(false, UidSet.Empty),
            new FetchResponse(1) { Sections = [new FetchSection("A\r\nB")] },
        ];
        foreach (var response in bad)
            Assert.Throws<ArgumentException>(() => ResponseWriter.ToBytes(response));
    }

    [Fact]
    public void A_multipart_without_parts_gets_an_empty_one()
    {
        var body = new BodyPart { Type = "multipart", Subtype = "mixed" };
        Assert.Equal("* 1 FETCH (BODY ((\"text\" \"plain\" NIL NIL NIL \"7bit\" 0 0) \"mixed\"))\r\n", Written(new FetchResponse(1) { Body = body }));
    }

    [Fact]
    public void A_tree_of_any_depth_is_written()
    {
        var body = new BodyPart();
        for (var i = 0; i < 100_000; i++)
            body = new BodyPart { Type = "multipart", Subtype = "mixed", Parts = [body] };
        Assert.True(ResponseWriter.ToBytes(new FetchResponse(1) { Body = body }).Length > 1_000_000);
        Assert.True(BodyPart.ContentEquals(body, body));
    }

    [Fact]
    public void Content_is_a_literal_and_binary_content_with_NUL_a_literal8()
    {
        var fetch = new FetchResponse(7)
        {
            Uid = 9,
            Sections =
            [
                new FetchSection("") { Content = "a\r\n"u8.ToArray(), Length = 3 },
                new FetchSection("1") { IsBinary = true, Content = [0], Length = 1 },
                new FetchSection("2") { Origin = 0 },
            ],
        };
        Assert.Equal("* 7 FETCH (UID 9 BODY[] {3}\r\na\r\n BINARY[1] ~{1}\r\n\0 BODY[2]<0> NIL)\r\n", Written(fetch));
    }

    [Fact]
    public void One_buffer_takes_many_responses()
    {
        var buffer = new ByteBufferWriter(16);
        for (var i = 0; i < 1000; i++)
            ResponseWriter.Write(new ExistsResponse((uint)i), buffer);
        Assert.Equal(1000, Wire.ReadAll(buffer.ToArray()).Count);
        Assert.Equal(buffer.Length, buffer.Written.Length);
        buffer.Clear();
        Assert.Equal(0, buffer.Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Advance(1_000_000));
    }

    private static string Written(Response response, bool utf8 = false) => Encoding.Latin1.GetString(ResponseWriter.ToBytes(response, utf8));
}
