using FsCheck;
using FsCheck.Fluent;
using ImapPS.Client.Checkpoints;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Checkpoints;

/// <summary>The set is what a plain set is, and always as short as it can be written.</summary>
public class UidRangesTests
{
    [Fact]
    public void Changes_as_a_plain_set_does() => Prop.ForAll<(bool Add, byte Uid)[]>(changes =>
    {
        var expected = new SortedSet<uint>();
        var ranges = new UidRanges();
        foreach (var (add, number) in changes)
        {
            // A number of its own may be the largest there is.
            var uid = number == 0 ? UidRange.Star - 1 : number;
            _ = add ? expected.Add(uid) : expected.Remove(uid);
            if (add)
                ranges.Add(uid);
            else
                ranges.Remove(uid);
        }

        Assert.Equal(UidSet.From(expected), ranges.ToSet());
        Assert.Equal(UidSet.From(expected).RangeCount, ranges.RangeCount);
        Assert.All(Enumerable.Range(1, 255), n => Assert.Equal(expected.Contains((uint)n), ranges.Contains((uint)n)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Adds_and_removes_sets() => Prop.ForAll<byte[], byte[], byte[]>((there, added, removed) =>
    {
        var ranges = new UidRanges(Set(there));
        ranges.Add(Set(added));
        ranges.Remove(Set(removed));
        Assert.Equal(Set(there.Concat(added)).Except(Set(removed)), ranges.ToSet());
    }).QuickCheckThrowOnFailure();

    private static UidSet Set(IEnumerable<byte> uids) => UidSet.From(uids.Select(static u => u + 1u));
}
