using System.Text;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Tests.Values;

public class PartialRangeTests
{
    [Theory]
    [InlineData("1:10", 1, 10, false)]
    [InlineData("10:1", 1, 10, false)]
    [InlineData("-1:-10", 1, 10, true)]
    [InlineData("-10:-1", 1, 10, true)]
    [InlineData("4294967295:4294967295", uint.MaxValue, uint.MaxValue, false)]
    public void Places_count_from_either_end(string text, uint first, uint last, bool fromEnd)
    {
        Assert.True(PartialRange.TryParse(Encoding.ASCII.GetBytes(text), out var range));
        Assert.Equal(new PartialRange(first, last, fromEnd), range);
        Assert.True(PartialRange.TryParse(Encoding.ASCII.GetBytes(range.ToString()), out var again));
        Assert.Equal(range, again);
        Assert.Equal((long)last - first + 1, range.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1:")]
    [InlineData("0:5")]
    [InlineData("-1:5")]
    [InlineData("1:-5")]
    [InlineData("1:5,7")]
    [InlineData("4294967296:1")]
    public void Nothing_else_is_a_range(string text) => Assert.False(PartialRange.TryParse(Encoding.ASCII.GetBytes(text), out _));

    [Fact]
    public void Places_count_from_one() => Assert.Throws<ArgumentOutOfRangeException>(() => new PartialRange(0, 3));
}
