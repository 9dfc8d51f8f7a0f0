using System.Text;
using ImapPS.Protocol.Framing;
using ImapPS.Protocol.Limits;

namespace ImapPS.Protocol.Tests.Framing;

/// <summary>Each limit of the framer: below and at it a message comes, above it the limit's name does.</summary>
public class FramerLimitTests
{
    [Theory]
    [InlineData(99, true)]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void MaxLineLength(int length, bool accepted) =>
        Expect(new() { MaxLineLength = 100 }, "* X " + new string('x', length - 6) + "\r\n", accepted, nameof(ProtocolLimits.MaxLineLength));

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void MaxLineLength_holds_for_a_line_without_end(int length, bool accepted) =>
        Expect(new() { MaxLineLength = 100 }, new string('x', length), accepted, nameof(ProtocolLimits.MaxLineLength));

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void MaxLineLength_holds_behind_a_literal_and_does_not_count_it(int length, bool accepted) =>
        Expect(
            new() { MaxLineLength = 100 },
            "* 1 FETCH (X {200}\r\n" + new string('l', 200) + new string('x', length - 2) + "\r\n",
            accepted,
            nameof(ProtocolLimits.MaxLineLength));

    [Theory]
    [InlineData(199, true)]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public void MaxResponseSize_counts_gathered_literals(int size, bool accepted)
    {
        const string Before = "* 1 FETCH (X {150}\r\n";
        var rest = size - Before.Length - 150 - 2;
        Expect(
            new() { MaxResponseSize = 200, MaxLineLength = 1000 },
            Before + new string('l', 150) + new string('x', rest) + "\r\n",
            accepted,
            nameof(ProtocolLimits.MaxResponseSize));
    }

    [Theory]
    [InlineData(999, true)]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public void MaxLiteralSize(int size, bool accepted) =>
        Expect(
            new() { MaxLiteralSize = 1000, LiteralThreshold = 10 },
            $"* 1 FETCH (X {{{size}}}\r\n" + new string('l', size) + ")\r\n",
            accepted,
            nameof(ProtocolLimits.MaxLiteralSize));

    [Theory]
    [InlineData("4294967296")]
    [InlineData("9223372036854775808")]
    [InlineData("18446744073709551616")]
    [InlineData("99999999999999999999999999999999")]
    public void A_literal_of_4_GiB_or_of_any_absurd_length_is_refused_before_a_byte_of_it(string length) =>
        Expect(ProtocolLimits.Default, $"* 1 FETCH (ENVELOPE ({{{length}}}\r\n", false, nameof(ProtocolLimits.MaxLiteralSize));

    [Fact]
    public void A_literal_just_below_4_GiB_is_announced_and_costs_no_memory()
    {
        Edition.NeedsCore("what is allocated is neither bounded nor counted there");
        var framer = new Framer();
        framer.Append("* 1 FETCH (ENVELOPE ({4294967295}\r\nabc"u8);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(FrameKind.LiteralBegin, framer.Read());
        Assert.Equal(uint.MaxValue, framer.LiteralLength);
        Assert.Equal(FrameKind.LiteralChunk, framer.Read());
        Assert.Equal(FrameKind.None, framer.Read());
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 10_000);
    }

    [Theory]
    [InlineData(7, 0)]
    [InlineData(8, 0)]
    [InlineData(9, 1)]
    public void LiteralThreshold(int length, int detached)
    {
        var framer = new Framer(new ProtocolLimits { LiteralThreshold = 8 });
        framer.Append(Encoding.ASCII.GetBytes($"* 1 FETCH (X {{{length}}}\r\n" + new string('l', length) + ")\r\n"));
        while (framer.Read() != FrameKind.Message)
            Assert.NotEmpty(framer.Detached);
        Assert.Equal(detached, framer.Detached.Count);
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public void MaxListLength_bounds_the_large_literals_of_one_response(int count, bool accepted) =>
        Expect(
            new() { LiteralThreshold = 2, MaxListLength = 3 },
            "* 1 FETCH (X" + string.Concat(Enumerable.Repeat(" {3}\r\nabc", count)) + ")\r\n",
            accepted,
            nameof(ProtocolLimits.MaxListLength));

    private static void Expect(ProtocolLimits limits, string octets, bool accepted, string limit)
    {
        foreach (var chunk in new[] { 1, 7, octets.Length })
        {
            var bytes = Encoding.ASCII.GetBytes(octets);
            if (accepted && octets.EndsWith('\n'))
                Assert.Single(FramedMessage.Cut(bytes, [chunk], limits, commands: false));
            else if (accepted)
                Assert.Equal(FrameKind.None, ReadAll(bytes, limits));
            else
                Assert.Equal(limit, Assert.Throws<FramingException>(() => FramedMessage.Cut(bytes, [chunk], limits, commands: false)).Limit);
        }
    }

    private static FrameKind ReadAll(byte[] bytes, ProtocolLimits limits)
    {
        var framer = new Framer(limits);
        framer.Append(bytes);
        return framer.Read();
    }
}
