using System.Text;
using ImapPS.Protocol.Framing;
using ImapPS.Protocol.Limits;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Tests.Responses;

public class FetchTests
{
    [Fact]
    public void Common_items()
    {
        var fetch = Wire.GoodFetch("UID 4827313 FLAGS (\\Seen $X) INTERNALDATE \"17-Jul-1996 02:44:25 -0700\" RFC822.SIZE 4286 MODSEQ (12121231000)");
        var expected = new FetchResponse(1)
        {
            Uid = 4827313,
            Flags = MessageFlags.Parse("\\Seen", "$X"),
            InternalDate = new DateTimeOffset(1996, 7, 17, 2, 44, 25, TimeSpan.FromHours(-7)),
            Size = 4286,
            ModSeq = 12121231000,
        };
        Assert.Equal(expected, fetch);
    }

    [Theory]
    [InlineData("*  12  fetch  ( uid  5   flags  ( \\seen )  )  ")]
    [InlineData("* 12 FETCH (FLAGS(\\Seen)UID 5)")]
    [InlineData("* 12 FETCH (UID 5 FLAGS (\\Seen)) trailing")]
    [InlineData("* 12 FETCH (UID 4 UID 5 FLAGS (\\Seen))")]
    public void Odd_spacing_and_repetition(string line) =>
        Assert.Equal(new FetchResponse(12) { Uid = 5, Flags = MessageFlags.Parse("\\Seen") }, Wire.Read(line));

    [Fact]
    public void Nothing_at_all() => Assert.Equal(new FetchResponse(3), Wire.Read("* 3 FETCH ()"));

    [Fact]
    public void Message_number_0_as_some_servers_send_it() =>
        Assert.Equal(new FetchResponse(0) { Uid = 7 }, Wire.Read("* 0 FETCH (UID 7)"));

    [Fact]
    public void A_size_over_4_GiB() => Assert.Equal(5_000_000_000, Wire.GoodFetch("RFC822.SIZE 5000000000").Size);

    [Fact]
    public void MODSEQ_minus_1_is_none()
    {
        var fetch = Wire.GoodFetch("MODSEQ (-1) UID 7");
        Assert.Null(fetch.ModSeq);
        Assert.Equal(7u, fetch.Uid);
    }

    /// <summary>One bad item costs that item: what stands before it and behind it is read.</summary>
    [Theory]
    [InlineData("RFC822.SIZE -1")]
    [InlineData("RFC822.SIZE 18446744073709551616")]
    [InlineData("RFC822.SIZE 9223372036854775808")]
    [InlineData("RFC822.SIZE NIL")]
    [InlineData("RFC822.SIZE 1e5")]
    [InlineData("UID 7x")]
    [InlineData("RFC822.SIZE (1 2)")]
    [InlineData("MODSEQ (x)")]
    [InlineData("MODSEQ 5")]
    [InlineData("INTERNALDATE \"yesterday\"")]
    [InlineData("INTERNALDATE (\"17-Jul-1996 02:44:25 -0700\")")]
    [InlineData("ENVELOPE \"text\"")]
    [InlineData("ENVELOPE (\"d\" (\"s\") NIL)")]
    [InlineData("ENVELOPE (NIL NIL ((\"n\" NIL (\"m\") \"h\")) NIL NIL NIL NIL NIL NIL NIL)")]
    [InlineData("ENVELOPE (NIL NIL \"from\" NIL NIL NIL NIL NIL NIL NIL)")]
    [InlineData("BODYSTRUCTURE ()")]
    [InlineData("BODY (\"text\" \"plain\" \"no list\" NIL NIL \"7bit\" 1 1)")]
    [InlineData("PREVIEW (\"x\")")]
    [InlineData("PREVIEW text")]
    [InlineData("SAVEDATE \"today\"")]
    [InlineData("EMAILID \"M1\"")]
    [InlineData("EMAILID ()")]
    [InlineData("THREADID (a b)")]
    [InlineData("X-GM-MSGID NIL")]
    [InlineData("X-GM-THRID 18446744073709551616")]
    [InlineData("X-GM-LABELS Inbox")]
    [InlineData("X-GM-LABELS ((Inbox))")]
    [InlineData("BINARY.SIZE[1] x")]
    [InlineData("BODY[1]<x> NIL")]
    public void A_bad_item_costs_that_item(string item)
    {
        var fetch = Wire.Fetch($"UID 5 {item} FLAGS (\\Seen)");
        Assert.Equal(5u, fetch.Uid);
        Assert.Equal(MessageFlags.Parse("\\Seen"), fetch.Flags);
        var problem = Assert.Single(fetch.Problems);
        Assert.StartsWith(item[..item.IndexOfAny([' ', '['])], problem);
    }

    [Theory]
    [InlineData("UID 5 FLAGS (\\Seen")]
    [InlineData("UID 5 ENVELOPE (NIL \"unclosed)")]
    [InlineData("UID 5 BODY[TEXT")]
    [InlineData("UID 5 X-ODD (((")]
    public void Where_structure_is_lost_what_came_before_stays(string items)
    {
        var fetch = Wire.Read<FetchResponse>("* 9 FETCH (" + items);
        Assert.Equal(5u, fetch.Uid);
        Assert.NotEmpty(fetch.Problems);
    }

    [Fact]
    public void Unknown_items_are_passed_over()
    {
        var fetch = Wire.GoodFetch(
            "X-ATOM atom X-LIST (a (b \"c)\" {4}\r\n)(\"\\) d) X-LITERAL {2}\r\n)( X-LITERAL8 ~{2}\r\nx) X-SECTION[a (b) \"]\"]<5> \"v\" X-MAILID (M1) UID 6");
        Assert.Equal(new FetchResponse(1) { Uid = 6 }, fetch);
    }

    [Fact]
    public void Sections()
    {
        var fetch = Wire.GoodFetch(
            "BODY[] {3}\r\na\r\n BODY[HEADER.FIELDS (\"SUBJECT\" X-A)]<10> \"x\\\"y\" BODY[1.2.MIME] NIL BINARY[2] ~{3}\r\na\0b"
            + " BINARY.SIZE[2] 77 BODY[TEXT]<0> \"\" RFC822.HEADER {2}\r\nh: RFC822 \"m\" RFC822.TEXT \"t\"");
        FetchSection[] expected =
        [
            Section("", "a\r\n"),
            Section("HEADER.FIELDS (\"SUBJECT\" X-A)", "x\"y") with { Origin = 10 },
            new("1.2.MIME"),
            Section("2", "a\0b") with { IsBinary = true },
            new("2") { IsBinary = true, IsSizeOnly = true, Length = 77 },
            Section("TEXT", "") with { Origin = 0 },
            Section("HEADER", "h:"),
            Section("", "m"),
            Section("TEXT", "t"),
        ];
        Assert.Equal(expected, fetch.Sections);
    }

    [Fact]
    public void A_section_whose_header_names_hold_brackets_and_literals()
    {
        var fetch = Wire.GoodFetch("BODY[HEADER.FIELDS (\"a]b\" {3}\r\nc]d)] \"x\" UID 5");
        Assert.Equal([Section("HEADER.FIELDS (\"a]b\" {3}\r\nc]d)", "x")], fetch.Sections);
        Assert.Equal(5u, fetch.Uid);
    }

    /// <summary>BODY and BODY[...] with nothing behind them: the next item's name follows at once, or the end.</summary>
    [Theory]
    [InlineData("BODY UID 5")]
    [InlineData("UID 5 BODY")]
    [InlineData("UID 5 BODY NIL")]
    [InlineData("BODYSTRUCTURE NIL UID 5")]
    [InlineData("ENVELOPE NIL UID 5")]
    public void A_structure_without_a_value(string items)
    {
        var fetch = Wire.GoodFetch(items);
        Assert.Equal(5u, fetch.Uid);
        Assert.Null(fetch.Body);
        Assert.Null(fetch.Envelope);
    }

    [Theory]
    [InlineData("BODY[TEXT] UID 5")]
    [InlineData("UID 5 BODY[TEXT]")]
    [InlineData("UID 5 BODY[TEXT] NIL")]
    public void A_section_without_a_value(string items)
    {
        var fetch = Wire.GoodFetch(items);
        Assert.Equal(5u, fetch.Uid);
        Assert.Equal([new FetchSection("TEXT")], fetch.Sections);
    }

    [Fact]
    public void A_large_literal_is_what_its_receiver_made_of_it()
    {
        var framer = new Framer(new ProtocolLimits { LiteralThreshold = 4 });
        framer.Append("* 1 FETCH (BODY[1] {6}\r\nabcdef BODY[2] {5}\r\n12345 UID 9)\r\n"u8);
        var receiver = new object();
        for (var kind = framer.Read(); kind != FrameKind.Message; kind = framer.Read())
        {
            if (kind == FrameKind.LiteralEnd)
                framer.Detached[^1].Content = framer.Detached.Count == 1 ? receiver : "12345"u8.ToArray();
        }

        var fetch = Assert.IsType<FetchResponse>(new ResponseReader().Read(framer.Message.Span, framer.Detached));
        Assert.Equal(9u, fetch.Uid);
        Assert.Equal(new FetchSection("1") { Detached = receiver, Length = 6 }, fetch.Sections[0]);
        Assert.Equal("12345", Encoding.ASCII.GetString(fetch.Sections[1].Content!));
        Assert.Equal(5, fetch.Sections[1].Length);
    }

    [Fact]
    public void A_large_literal_in_an_envelope_that_nobody_kept_costs_the_envelope()
    {
        var framer = new Framer(new ProtocolLimits { LiteralThreshold = 4 });
        framer.Append("* 1 FETCH (ENVELOPE (NIL {6}\r\nabcdef NIL NIL NIL NIL NIL NIL NIL NIL) UID 9)\r\n"u8);
        while (framer.Read() != FrameKind.Message)
            Assert.Single(framer.Detached);
        var fetch = Assert.IsType<FetchResponse>(new ResponseReader().Read(framer.Message.Span, framer.Detached));
        Assert.Equal(9u, fetch.Uid);
        Assert.Null(fetch.Envelope);
        Assert.Contains("not kept", Assert.Single(fetch.Problems));
    }

    [Fact]
    public void BODYSTRUCTURE_wins_over_BODY()
    {
        const string Body = "BODY (\"text\" \"plain\" NIL NIL NIL \"7bit\" 1 1)";
        const string Structure = "BODYSTRUCTURE (\"text\" \"plain\" NIL NIL NIL \"7bit\" 1 1 NIL (\"inline\" NIL))";
        Assert.Equal("inline", Wire.GoodFetch(Body + " " + Structure).Body!.Disposition);
        Assert.Equal("inline", Wire.GoodFetch(Structure + " " + Body).Body!.Disposition);
    }

    [Fact]
    public void The_number_of_problems_is_bounded()
    {
        var fetch = Wire.Fetch(string.Concat(Enumerable.Repeat("UID x ", 100_000)));
        Assert.Equal(101, fetch.Problems.Count);
        Assert.StartsWith("The rest of the response is lost", fetch.Problems[100]);
    }

    private static FetchSection Section(string name, string content) =>
        new(name) { Content = Wire.Octets(content), Length = content.Length };
}
