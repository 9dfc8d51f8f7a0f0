using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Tests.Values;

public class UidSetTests
{
    private static readonly Gen<uint[]> Uids =
        from limit in Gen.Elements(5, 60, 4000, int.MaxValue)
        from uids in Gen.Choose(1, limit).ListOf()
        select uids.Select(u => (uint)u).ToArray();

    [Theory]
    [InlineData("1", "1")]
    [InlineData("1,2,3", "1:3")]
    [InlineData("3,2,1,3", "1:3")]
    [InlineData("5:1", "1:5")]
    [InlineData("1:5,4:9,20", "1:9,20")]
    [InlineData("1:5,6:9", "1:9")]
    [InlineData("*", "*")]
    [InlineData("*:7", "7:*")]
    [InlineData("7:*,3", "3,7:*")]
    [InlineData("7:*,9:12", "7:*")]
    [InlineData("4294967294", "4294967294")]
    public void Parses_and_prints_the_shortest_form(string text, string expected)
    {
        Assert.Equal(expected, UidSet.Parse(text).ToString());
        Assert.Equal(UidSet.Parse(text), UidSet.Parse(expected));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("1:0")]
    [InlineData("1,")]
    [InlineData(",1")]
    [InlineData("1,,2")]
    [InlineData("1:2:3")]
    [InlineData("-1")]
    [InlineData("1 2")]
    [InlineData("1:")]
    [InlineData("**")]
    [InlineData("4294967296")]
    [InlineData("x")]
    public void Refuses_what_is_no_set(string text)
    {
        Assert.False(UidSet.TryParse(Encoding.ASCII.GetBytes(text), out _));
        Assert.Throws<FormatException>(() => UidSet.Parse(text));
    }

    [Fact]
    public void Is_the_set_of_its_uids() => Properties.Check(Uids, uids =>
    {
        var expected = new HashSet<uint>(uids);
        var set = UidSet.From(uids);
        Assert.Equal(expected.Count, set.Count);
        Assert.Equal(expected.OrderBy(u => u), set.Uids());
        Assert.All(uids, u => Assert.True(set.Contains(u)));
        Assert.All(uids.SelectMany(u => new[] { u - 1, u + 1 }), u => Assert.Equal(expected.Contains(u), set.Contains(u)));
        // As short as it can be: between two runs a number is missing.
        Assert.All(set.Zip(set.Skip(1)), p => Assert.True(p.First.Last + 1 < p.Second.First));
    });

    [Fact]
    public void Prints_what_it_parses() => Properties.Check(Uids.Where(u => u.Length > 0), uids =>
    {
        var set = UidSet.From(uids);
        Assert.Equal(set, UidSet.Parse(set.ToString()));
        Assert.Equal(set.GetHashCode(), UidSet.Parse(set.ToString()).GetHashCode());
    });

    [Fact]
    public void The_union_of_ranges_in_any_order_is_the_set()
    {
        var ranges = from first in Gen.Choose(1, 200)
                     from last in Gen.Choose(1, 200)
                     select new UidRange((uint)first, (uint)last);
        Properties.Check(ranges.ListOf(), list =>
        {
            var expected = new HashSet<uint>(list.SelectMany(r => Enumerable.Range((int)r.First, (int)r.Count)).Select(u => (uint)u));
            var set = UidSet.FromRanges(list);
            Assert.Equal(expected.OrderBy(u => u), set.Uids());
            Assert.Equal(UidSet.From(expected), set);
        });
    }

    [Fact]
    public void Parts_are_short_enough_and_together_the_whole() =>
        Properties.Check(from uids in Uids from bytes in Gen.Choose(21, 300) select (uids, bytes), c =>
        {
            var set = UidSet.From(c.uids);
            var parts = set.Split(c.bytes).ToArray();
            Assert.All(parts, p => Assert.InRange(p.ToString().Length, 1, c.bytes));
            Assert.Equal(set.Uids(), parts.SelectMany(p => p.Uids()));
        });

    [Fact]
    public void A_part_may_be_exactly_as_long_as_allowed()
    {
        var set = UidSet.Parse("10,20,30,40");
        Assert.Equal(["10,20", "30,40"], set.Split(5).Select(p => p.ToString()));
        Assert.Equal(["10", "20", "30", "40"], set.Split(4).Select(p => p.ToString()));
        Assert.Equal(["10,20,30,40"], set.Split(11).Select(p => p.ToString()));
    }

    [Fact]
    public void A_hundred_thousand_single_uids_split_below_8000_bytes()
    {
        var set = UidSet.From(Enumerable.Range(1, 100_000).Select(n => (uint)(n * 2)));
        var parts = set.Split(8000).ToArray();
        Assert.All(parts, p => Assert.True(p.ToString().Length <= 8000));
        Assert.Equal(100_000, parts.Sum(p => p.Count));
        // Every part but the last is as full as it can be.
        Assert.All(parts.SkipLast(1), p => Assert.True(p.ToString().Length > 8000 - 12));
    }

    [Fact]
    public void A_set_with_a_star_is_not_listed()
    {
        Assert.Throws<InvalidOperationException>(() => UidSet.All.Uids());
        Assert.True(UidSet.All.Contains(4_000_000_000));
    }

    [Fact]
    public void Zero_is_no_uid() => Assert.Throws<ArgumentOutOfRangeException>(() => UidSet.From([1, 0]));

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    public void The_number_of_ranges_is_bounded(int most, bool accepted) =>
        Assert.Equal(accepted, UidSet.TryParse("1,3,5"u8, out _, most));

    [Fact]
    public void The_order_of_COPYUID_is_kept()
    {
        Assert.True(UidSet.TryParseOrdered("9,3:5,1"u8, out var ranges));
        Assert.Equal("9,3:5,1", string.Join(",", ranges));
    }

    [Fact]
    public void Except_leaves_what_the_other_has_not() =>
        Properties.Check(from uids in Uids from others in Uids select (uids, others), c =>
            Assert.Equal(UidSet.From(c.uids.Except(c.others)), UidSet.From(c.uids).Except(UidSet.From(c.others))));

    [Theory]
    [InlineData("1:*", "5:10", "1:4,11:*")]
    [InlineData("1:*", "1:*", "")]
    [InlineData("4294967290:*", "4294967293:*", "4294967290:4294967292")]
    public void Except_goes_to_the_last_number(string uids, string others, string left) =>
        Assert.Equal(left, UidSet.Parse(uids).Except(UidSet.Parse(others)).ToString());
}
