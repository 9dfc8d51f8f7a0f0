using System.Text;
using ImapPS.Loopback.Loading;

namespace ImapPS.Loopback.Tests.Loading;

public class MboxReaderTests
{
    [Theory]
    [InlineData("From a\nS: 1\n\nText\n", "S: 1\n\nText\n")]
    [InlineData("From a\nS: 1\n\nText\n\nFrom b\nS: 2\n\n", "S: 1\n\nText\n", "S: 2\n")]
    [InlineData("From a\nS: 1\n\nFrom here on it is text\n", "S: 1\n", "")]
    [InlineData("From a\nS: 1\n\nText\nFrom here on it is text\n", "S: 1\n\nText\nFrom here on it is text\n")]
    [InlineData("From a\nS: 1\n\n>From x\n>>From y\n>Fro\n>> From z\n", "S: 1\n\nFrom x\n>From y\n>Fro\n>> From z\n")]
    [InlineData("From a\nS: 1\n\nText\n\n\n\nFrom b\nS: 2\n\nx", "S: 1\n\nText\n\n\n", "S: 2\n\nx\n")]
    [InlineData("From a\r\nS: 1\r\n\r\nText\r\n", "S: 1\n\nText\n")]
    [InlineData("garbage before\n\nFrom a\nS: 1\n\nText\n", "S: 1\n\nText\n")]
    [InlineData("")]
    [InlineData("no mbox at all\n")]
    public void Cuts_messages(string mbox, params string[] expected) => Assert.Equal(
        expected.Select(static e => e.Replace("\n", "\r\n")),
        MboxReader.Read(new MemoryStream(Encoding.ASCII.GetBytes(mbox))).Select(static m => Encoding.ASCII.GetString(m.Bytes)));

    [Theory]
    [InlineData("From a@x.example Thu Jan  1 00:00:01 1970", 1)]
    [InlineData("From a@x.example  Thu Jan 01 00:00:02 1970", 2)]
    [InlineData("From \"a b\"@x.example Thu Jan 1 00:00:03 CET 1970", 3)]
    public void Reads_the_date(string separator, long seconds) => Assert.Equal(
        DateTimeOffset.FromUnixTimeSeconds(seconds),
        MboxReader.Read(new MemoryStream(Encoding.ASCII.GetBytes(separator + "\nS: 1\n\n"))).Single().Date);

    [Fact]
    public void A_line_longer_than_any_buffer()
    {
        var line = new string('x', 1_000_000);
        var message = MboxReader.Read(new MemoryStream(Encoding.ASCII.GetBytes("From a\nS: 1\n\n" + line + "\n"))).Single();
        Assert.Equal(line.Length + "S: 1\r\n\r\n\r\n".Length, message.Bytes.Length);
    }
}
