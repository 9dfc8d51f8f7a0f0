using System.Text;
using ImapPS.Protocol.Framing;
using ImapPS.Protocol.Limits;

namespace ImapPS.Protocol.Tests.Framing;

public class FramerTests
{
    [Theory]
    [InlineData("* OK see {5}\r\n")]
    [InlineData("*  OK  see {5}\r\n")]
    [InlineData("* NO [ALERT] {5}\r\n")]
    [InlineData("* bad {5}\n")]
    [InlineData("* BYE {5}\r\n")]
    [InlineData("* PREAUTH {5}\r\n")]
    [InlineData("+ send {5}\r\n")]
    [InlineData("A1 OK done {5}\r\n")]
    [InlineData("* 1 FETCH (X \"{5}\")\r\n")]
    [InlineData("* X {5\r\n")]
    [InlineData("* X {-5}\r\n")]
    [InlineData("* X {}\r\n")]
    [InlineData("* X {+}\r\n")]
    public void A_line_that_only_looks_like_a_literal_is_a_message(string line)
    {
        var framer = Filled(line + "* NEXT\r\n");
        Assert.Equal(FrameKind.Message, framer.Read());
        Assert.Equal(line, Text(framer.Message));
        Assert.Equal(FrameKind.Message, framer.Read());
        Assert.Equal("* NEXT\r\n", Text(framer.Message));
        Assert.Equal(FrameKind.None, framer.Read());
    }

    [Fact]
    public void Empty_lines_of_a_server_are_passed_over()
    {
        var framer = Filled("\r\n\n* 1 EXISTS\r\n\r\n");
        Assert.Equal(FrameKind.Message, framer.Read());
        Assert.Equal("* 1 EXISTS\r\n", Text(framer.Message));
        Assert.Equal(FrameKind.None, framer.Read());
        Assert.Equal(0, framer.Buffered);
    }

    [Fact]
    public void Empty_lines_of_a_client_are_messages()
    {
        var framer = new Framer(commands: true);
        framer.Append("\r\nA NOOP\r\n"u8);
        Assert.Equal(FrameKind.Message, framer.Read());
        Assert.Equal("\r\n", Text(framer.Message));
        Assert.Equal(FrameKind.Message, framer.Read());
        Assert.Equal("A NOOP\r\n", Text(framer.Message));
    }

    [Fact]
    public void A_client_is_asked_to_go_on_before_its_literal_and_can_be_refused()
    {
        var framer = new Framer(commands: true);
        framer.Append("A LOGIN {3}\r\n"u8);
        Assert.Equal(FrameKind.ContinuationNeeded, framer.Read());
        Assert.Equal(3, framer.LiteralLength);
        Assert.Equal("A LOGIN {3}\r\n", Text(framer.Message));
        Assert.Equal(FrameKind.None, framer.Read());
        framer.AbandonCommand();
        framer.Append("B NOOP\r\n"u8);
        Assert.Equal(FrameKind.Message, framer.Read());
        Assert.Equal("B NOOP\r\n", Text(framer.Message));
    }

    [Fact]
    public void A_refused_literal_leaves_nothing_behind()
    {
        var framer = new Framer(commands: true);
        framer.Append("A LOGIN {3}\r\n"u8);
        Assert.Equal(FrameKind.ContinuationNeeded, framer.Read());
        framer.AbandonCommand();
        framer.Append("B LOGIN {3}\r\nabc {2+}\r\nde\r\n"u8);
        Assert.Equal(FrameKind.ContinuationNeeded, framer.Read());
        Assert.Equal(FrameKind.Message, framer.Read());
        Assert.Equal("B LOGIN {3}\r\nabc {2+}\r\nde\r\n", Text(framer.Message));
    }

    [Fact]
    public void Reset_forgets_what_was_received_and_says_how_much()
    {
        var framer = Filled("A1 OK begin TLS\r\n* OK injected\r\nA2 O");
        Assert.Equal(FrameKind.Message, framer.Read());
        Assert.Equal("* OK injected\r\nA2 O".Length, framer.Buffered);
        Assert.Equal("* OK injected\r\nA2 O".Length, framer.Reset());
        Assert.Equal(0, framer.Buffered);
        framer.Append("* OK fresh\r\n"u8);
        Assert.Equal(FrameKind.Message, framer.Read());
        Assert.Equal("* OK fresh\r\n", Text(framer.Message));
    }

    [Fact]
    public void Reset_in_the_middle_of_a_literal_starts_over()
    {
        var framer = new Framer(new ProtocolLimits { LiteralThreshold = 4 });
        framer.Append("* 1 FETCH (BODY[] {50}\r\nabcdef"u8);
        Assert.Equal(FrameKind.LiteralBegin, framer.Read());
        Assert.Equal(FrameKind.LiteralChunk, framer.Read());
        framer.Reset();
        framer.Append("* 1 EXISTS\r\n"u8);
        Assert.Equal(FrameKind.Message, framer.Read());
        Assert.Equal("* 1 EXISTS\r\n", Text(framer.Message));
        Assert.Empty(framer.Detached);
    }

    private static Framer Filled(string text)
    {
        var framer = new Framer();
        framer.Append(Encoding.Latin1.GetBytes(text));
        return framer;
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.Latin1.GetString(bytes.Span);
}
