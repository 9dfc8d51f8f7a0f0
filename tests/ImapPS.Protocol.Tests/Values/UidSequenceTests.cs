using FsCheck;
using FsCheck.Fluent;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Tests.Values;

public class UidSequenceTests
{
    [Fact]
    public void What_is_written_is_read_in_the_same_order() =>
        Prop.ForAll(Gen.Choose(1, 30).ListOf().ToArbitrary(), numbers =>
        {
            var uids = numbers.Select(n => (uint)n).ToArray();
            var sequence = UidSequence.From(uids);
            Assert.Equal(uids, sequence.Uids());
            Assert.Equal(uids.Length, sequence.Count);
            Assert.Equal(UidSet.From(uids), sequence.ToSet());
            if (uids.Length == 0)
                return;
            Assert.True(UidSequence.TryParse(System.Text.Encoding.ASCII.GetBytes(sequence.ToString()), out var read));
            Assert.Equal(sequence, read);
        }).Check(Config.QuickThrowOnFailure);

    [Theory]
    [InlineData("3:1,7", "3,2,1,7", 4)]
    [InlineData("4294967295:4294967294", "4294967295,4294967294", 2)]
    [InlineData("1:1", "1", 1)]
    public void Runs_go_up_and_down(string text, string uids, long count)
    {
        Assert.True(UidSequence.TryParse(System.Text.Encoding.ASCII.GetBytes(text), out var sequence));
        Assert.Equal(uids, string.Join(",", sequence.Uids()));
        Assert.Equal(count, sequence.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("1,")]
    [InlineData("1:")]
    [InlineData("a")]
    [InlineData("1 2")]
    public void What_is_no_set_is_refused(string text) => Assert.False(UidSequence.TryParse(System.Text.Encoding.ASCII.GetBytes(text), out _));

    [Fact]
    public void A_claim_is_counted_without_listing_it()
    {
        Assert.True(UidSequence.TryParse("1:*,5:4000000000"u8, out var sequence));
        Assert.Equal(4_294_967_295L + 3_999_999_996L, sequence.Count);
        Assert.False(UidSequence.TryParse("1,2,3"u8, out _, maxRuns: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => UidSequence.From([0u]));
    }
}
