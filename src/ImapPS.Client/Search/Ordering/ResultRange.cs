using ImapPS.Protocol.Values;

namespace ImapPS.Client.Search;

/// <summary>Which of the matches are wanted, by their place in the order.</summary>
/// <param name="Skip">So many are left out, from the end that is counted from.</param>
/// <param name="Take">At most so many after that; at least 1.</param>
/// <param name="FromEnd">Whether places count from the last match.</param>
public readonly record struct ResultRange(long Skip, long Take, bool FromEnd)
{
    /// <summary>All of them.</summary>
    public static ResultRange All { get; } = new(0, long.MaxValue, false);

    /// <summary>The range as PARTIAL has it; null where it names everything, or places beyond what PARTIAL can name.</summary>
    internal PartialRange? ToPartial()
    {
        if ((Skip == 0 && Take >= uint.MaxValue) || Skip >= uint.MaxValue)
            return null;
        var last = Take >= uint.MaxValue - Skip ? uint.MaxValue : (uint)(Skip + Take);
        return new PartialRange((uint)Skip + 1, last, FromEnd);
    }

    /// <summary>What of these is wanted, in their order.</summary>
    internal IReadOnlyList<uint> Slice(IReadOnlyList<uint> uids)
    {
        var count = (int)Math.Max(0, Math.Min(Take, uids.Count - Skip));
        var first = FromEnd ? uids.Count - Skip - count : Skip;
        return count == uids.Count ? uids : count == 0 ? [] : uids.Skip((int)first).Take(count).ToArray();
    }
}
