using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ImapPS.Protocol.Limits;

namespace ImapPS.Protocol.Tests.Framing;

public class FramerChunkingTests
{
    private static readonly ProtocolLimits SmallThreshold = new() { LiteralThreshold = 8 };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Any_chunking_gives_the_same_messages(bool commands)
    {
        var cases = from messages in FramedMessage.Generate(SmallThreshold.LiteralThreshold, commands).ListOf()
                    from chunks in Gen.Choose(1, 40).NonEmptyListOf()
                    select (messages, chunks);
        Properties.Check(cases, 400, c =>
        {
            var stream = Encoding.Latin1.GetBytes(string.Concat(c.messages.Select(m => m.Octets)));
            var expected = c.messages.Select(m => m.Expected).ToList();
            Assert.Equal(expected, FramedMessage.Cut(stream, c.chunks.ToArray(), SmallThreshold, commands));
            Assert.Equal(expected, FramedMessage.Cut(stream, [1], SmallThreshold, commands));
            Assert.Equal(expected, FramedMessage.Cut(stream, [Math.Max(stream.Length, 1)], SmallThreshold, commands));
        });
    }

    [Fact]
    public void A_message_much_larger_than_the_first_buffer_comes_whole()
    {
        var line = "* SEARCH" + string.Concat(Enumerable.Range(1, 100_000).Select(n => " " + n)) + "\r\n";
        var stream = Encoding.ASCII.GetBytes(line + "A1 OK done\r\n");
        var found = FramedMessage.Cut(stream, [4096], ProtocolLimits.Default, commands: false);
        Assert.Equal([line, "A1 OK done\r\n"], found.Select(m => m.Text));
    }
}
