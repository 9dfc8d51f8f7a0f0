using FsCheck;
using FsCheck.Fluent;
using ImapPS.Client.Messages;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Messages;

public class UidWindowsTests
{
    [Fact]
    public void Windows_are_the_whole_set_in_order_each_within_its_bounds()
    {
        var sets =
            from count in Gen.Choose(1, 200)
            from ranges in Gen.ArrayOf(
                from first in Gen.OneOf(Gen.Choose(1, 500), Gen.Choose(1, int.MaxValue))
                from span in Gen.Elements(0, 0, 1, 50, 5000)
                select new UidRange((uint)first, (uint)first + (uint)span), count)
            select UidSet.FromRanges(ranges);
        var cases = from set in sets from sizes in Gen.ListOf(Gen.Elements(1, 2, 3, 64, 1000, 100_000)) from bytes in Gen.Elements(12, 25, 200, 6500) select (set, sizes, bytes);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var windows = new UidWindows(c.set, c.bytes);
            var parts = new List<UidSet>();
            for (var i = 0; !windows.IsEmpty; i++)
            {
                var size = i < c.sizes.Count ? c.sizes[i] : 100_000;
                var part = windows.Take(size);
                Assert.InRange(part.Count, 1, size);
                // One range is taken even if it alone is too long.
                Assert.True(part.RangeCount == 1 || part.ToString().Length <= c.bytes);
                if (parts.Count > 0)
                    Assert.True(parts[^1][parts[^1].RangeCount - 1].Last < part[0].First);
                parts.Add(part);
            }

            Assert.Equal(c.set, UidSet.FromRanges(parts.SelectMany(p => p)));
        }));
    }

    [Fact]
    public void The_largest_range_there_is_is_taken_apart()
    {
        var windows = new UidWindows(UidSet.Of(1, uint.MaxValue - 1), 6500);
        Assert.Equal("1:1000", windows.Take(1000).ToString());
        Assert.Equal(int.MaxValue, windows.Take(int.MaxValue).Count);
        Assert.Equal((uint.MaxValue - 1).ToString(), windows.Take(int.MaxValue)[0].Last.ToString());
        Assert.True(windows.IsEmpty);
    }
}
