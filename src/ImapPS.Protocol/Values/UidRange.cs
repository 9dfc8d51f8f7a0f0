namespace ImapPS.Protocol.Values;

/// <summary>A run of UIDs or sequence numbers, first to last. <see cref="Star"/> stands for the largest number in use.</summary>
/// <remarks>seq-range = seq-number ":" seq-number, in either order (RFC 9051 section 9). Kept with the smaller first.</remarks>
public readonly record struct UidRange
{
    /// <summary>"*": larger than any number.</summary>
    public const uint Star = uint.MaxValue;

    public UidRange(uint first, uint last)
    {
        if (first == 0 || last == 0)
            throw new ArgumentOutOfRangeException(first == 0 ? nameof(first) : nameof(last), "0 is not a UID.");
        First = Math.Min(first, last);
        Last = Math.Max(first, last);
    }

    public uint First { get; }

    public uint Last { get; }

    /// <summary>How many numbers the range spans; with <see cref="Star"/> that is an upper bound.</summary>
    public long Count => (long)Last - First + 1;

    /// <summary>Finds the run that holds a UID.</summary>
    /// <param name="ranges">In order, apart from each other.</param>
    /// <param name="uid">Which.</param>
    /// <returns>The run's index; if none holds it, the complement of where one would be inserted.</returns>
    public static int Find(IReadOnlyList<UidRange> ranges, uint uid)
    {
        if (ranges is null)
            throw new ArgumentNullException(nameof(ranges));
        var low = 0;
        var high = ranges.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) >> 1;
            if (uid < ranges[middle].First)
                high = middle - 1;
            else if (uid > ranges[middle].Last)
                low = middle + 1;
            else
                return middle;
        }

        return ~low;
    }

    public override string ToString() => First == Last ? Text(First) : $"{Text(First)}:{Text(Last)}";

    internal static string Text(uint value) => value == Star ? "*" : value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
