using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace ImapPS.Protocol.Values;

/// <summary>An immutable set of UIDs (or sequence numbers): sorted, merged runs, as short as it can be written.</summary>
/// <remarks>sequence-set = (seq-number / seq-range) ["," sequence-set] (RFC 9051 section 9).</remarks>
public sealed class UidSet : IEnumerable<UidRange>, IEquatable<UidSet>
{
    private readonly UidRange[] _ranges;

    private UidSet(UidRange[] ranges) => _ranges = ranges;

    public static UidSet Empty { get; } = new([]);

    /// <summary>1:*</summary>
    public static UidSet All { get; } = new([new UidRange(1, UidRange.Star)]);

    public bool IsEmpty => _ranges.Length == 0;

    public int RangeCount => _ranges.Length;

    /// <summary>Whether "*" stands in it, whose value only the server knows.</summary>
    public bool HasStar => _ranges.Length > 0 && _ranges[_ranges.Length - 1].Last == UidRange.Star;

    /// <summary>How many UIDs; with "*" in it an upper bound.</summary>
    public long Count
    {
        get
        {
            long count = 0;
            foreach (var range in _ranges)
                count += range.Count;
            return count;
        }
    }

    public UidRange this[int index] => _ranges[index];

    public static UidSet Of(uint uid) => new([new UidRange(uid, uid)]);

    public static UidSet Of(uint first, uint last) => new([new UidRange(first, last)]);

    /// <summary>The set of these UIDs, in whatever order they come, doubles dropped.</summary>
    public static UidSet From(IEnumerable<uint> uids)
    {
        if (uids is null)
            throw new ArgumentNullException(nameof(uids));
        var sorted = uids.ToArray();
        Array.Sort(sorted);
        var ranges = new List<UidRange>();
        for (var i = 0; i < sorted.Length;)
        {
            var first = sorted[i];
            var last = first;
            for (i++; i < sorted.Length && sorted[i] - last <= 1; i++)
                last = sorted[i];
            ranges.Add(new UidRange(first, last));
        }

        return new UidSet(ranges.ToArray());
    }

    /// <summary>The union of these ranges.</summary>
    public static UidSet FromRanges(IEnumerable<UidRange> ranges)
    {
        if (ranges is null)
            throw new ArgumentNullException(nameof(ranges));
        var sorted = ranges.ToArray();
        if (sorted.Length == 0)
            return Empty;
        Array.Sort(sorted, static (a, b) => a.First.CompareTo(b.First));
        var merged = new List<UidRange>(sorted.Length) { sorted[0] };
        for (var i = 1; i < sorted.Length; i++)
        {
            var top = merged[merged.Count - 1];
            // A run that ends in "*" takes in whatever begins inside it.
            if (sorted[i].First <= (top.Last == uint.MaxValue ? top.Last : top.Last + 1))
                merged[merged.Count - 1] = new UidRange(top.First, Math.Max(top.Last, sorted[i].Last));
            else
                merged.Add(sorted[i]);
        }

        return new UidSet(merged.ToArray());
    }

    /// <exception cref="FormatException">The text is no sequence-set.</exception>
    public static UidSet Parse(string text) =>
        TryParse(Encoding.ASCII.GetBytes(text ?? throw new ArgumentNullException(nameof(text))), out var set)
            ? set
            : throw new FormatException($"'{text}' is not a UID set such as 1:5,9,12:*.");

    /// <summary>Reads a sequence-set, ranges in either order, overlaps merged.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, [NotNullWhen(true)] out UidSet? set, int maxRanges = int.MaxValue)
    {
        set = null;
        if (!TryParseOrdered(text, out var ranges, maxRanges))
            return false;
        set = FromRanges(ranges);
        return true;
    }

    /// <summary>Reads a sequence-set and keeps its order, which COPYUID gives a meaning (RFC 4315 section 3).</summary>
    public static bool TryParseOrdered(ReadOnlySpan<byte> text, [NotNullWhen(true)] out List<UidRange>? ranges, int maxRanges = int.MaxValue)
    {
        ranges = [];
        while (true)
        {
            if (ranges.Count >= maxRanges || !TryParseRange(ref text, out var first, out var last))
                return false;
            ranges.Add(new UidRange(first, last));
            if (text.IsEmpty)
                return true;
            if (text[0] != ',')
                return false;
            text = text.Slice(1);
        }
    }

    /// <summary>Whether the UID is in the set.</summary>
    public bool Contains(uint uid) => UidRange.Find(_ranges, uid) >= 0;

    /// <summary>What is in this set and not in the other.</summary>
    public UidSet Except(UidSet other)
    {
        if (other is null)
            throw new ArgumentNullException(nameof(other));
        var left = new List<UidRange>();
        var next = 0;
        foreach (var range in _ranges)
        {
            // In 64 bits: what begins behind the last number begins nowhere.
            ulong first = range.First;
            while (next < other._ranges.Length && other._ranges[next].Last < first)
                next++;
            for (var i = next; i < other._ranges.Length && other._ranges[i].First <= range.Last && first <= range.Last; i++)
            {
                if (other._ranges[i].First > first)
                    left.Add(new UidRange((uint)first, other._ranges[i].First - 1));
                first = Math.Max(first, other._ranges[i].Last + 1UL);
            }

            if (first <= range.Last)
                left.Add(new UidRange((uint)first, range.Last));
        }

        return left.Count == 0 ? Empty : new UidSet(left.ToArray());
    }

    /// <summary>Each UID in ascending order.</summary>
    /// <exception cref="InvalidOperationException">The set holds "*", whose value only the server knows.</exception>
    public IEnumerable<uint> Uids()
    {
        if (_ranges.Length > 0 && _ranges[_ranges.Length - 1].Last == UidRange.Star)
            throw new InvalidOperationException("A UID set with * in it can't be listed.");
        return List();

        IEnumerable<uint> List()
        {
            foreach (var range in _ranges)
            {
                for (var uid = range.First; ; uid++)
                {
                    yield return uid;
                    if (uid == range.Last)
                        break;
                }
            }
        }
    }

    /// <summary>Parts of the set, each at most <paramref name="maxBytes"/> long when written.</summary>
    public IEnumerable<UidSet> Split(int maxBytes)
    {
        var part = new List<UidRange>();
        var length = 0;
        foreach (var range in _ranges)
        {
            var size = range.ToString().Length + 1;
            if (part.Count > 0 && length + size - 1 > maxBytes)
            {
                yield return new UidSet(part.ToArray());
                part.Clear();
                length = 0;
            }

            part.Add(range);
            length += size;
        }

        if (part.Count > 0)
            yield return new UidSet(part.ToArray());
    }

    public IEnumerator<UidRange> GetEnumerator() => ((IEnumerable<UidRange>)_ranges).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(UidSet? other) => other is not null && _ranges.AsSpan().SequenceEqual(other._ranges);

    public override bool Equals(object? obj) => Equals(obj as UidSet);

    public override int GetHashCode() => _ranges.Length == 0 ? 0 : unchecked((_ranges.Length * 397) ^ _ranges[0].GetHashCode() ^ _ranges[_ranges.Length - 1].GetHashCode());

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var range in _ranges)
            text.Append(text.Length == 0 ? "" : ",").Append(range.ToString());
        return text.ToString();
    }

    /// <summary>seq-number / seq-range, the numbers as they stand; takes it off the text.</summary>
    internal static bool TryParseRange(ref ReadOnlySpan<byte> text, out uint first, out uint last)
    {
        last = 0;
        if (!TryParseNumber(ref text, out first))
            return false;
        last = first;
        if (text.IsEmpty || text[0] != ':')
            return true;
        text = text.Slice(1);
        return TryParseNumber(ref text, out last);
    }

    private static bool TryParseNumber(ref ReadOnlySpan<byte> text, out uint value)
    {
        value = 0;
        if (text.IsEmpty)
            return false;
        if (text[0] == '*')
        {
            value = UidRange.Star;
            text = text.Slice(1);
            return true;
        }

        if (!System.Buffers.Text.Utf8Parser.TryParse(text, out value, out var used) || value == 0)
            return false;
        text = text.Slice(used);
        return true;
    }
}
