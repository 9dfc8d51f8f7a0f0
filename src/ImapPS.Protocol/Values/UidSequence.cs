using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace ImapPS.Protocol.Values;

/// <summary>UIDs (or sequence numbers) in an order that counts, as runs: what an extended SORT answers with (RFC 5267 section 3).</summary>
/// <remarks>
/// A run whose first number is the larger one counts down: servers that sort write 5:3 for 5, 4, 3, or don't write such
/// runs at all. Kept as runs, since a few octets can claim thousands of millions of UIDs; <see cref="Count"/> is known
/// without listing them.
/// </remarks>
public sealed class UidSequence : IEquatable<UidSequence>
{
    private readonly (uint First, uint Last)[] _runs;

    private UidSequence((uint First, uint Last)[] runs) => _runs = runs;

    public static UidSequence Empty { get; } = new([]);

    public bool IsEmpty => _runs.Length == 0;

    /// <summary>How many UIDs, each time one stands there.</summary>
    public long Count
    {
        get
        {
            long count = 0;
            foreach (var (first, last) in _runs)
                count += Math.Abs((long)first - last) + 1;
            return count;
        }
    }

    /// <summary>A set in ascending order.</summary>
    public static implicit operator UidSequence?(UidSet? set) => set is null ? null : FromSet(set);

    public static UidSequence FromSet(UidSet set) =>
        new((set ?? throw new ArgumentNullException(nameof(set))).Select(static r => (r.First, r.Last)).ToArray());

    /// <summary>These UIDs in this order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">0 is among them.</exception>
    public static UidSequence From(IEnumerable<uint> uids)
    {
        if (uids is null)
            throw new ArgumentNullException(nameof(uids));
        var runs = new List<(uint First, uint Last)>();
        foreach (var uid in uids)
        {
            if (uid == 0)
                throw new ArgumentOutOfRangeException(nameof(uids), "0 is not a UID.");
            if (runs.Count > 0 && runs[runs.Count - 1] is var top && top.Last != uint.MaxValue && top.Last + 1 == uid && top.Last >= top.First)
                runs[runs.Count - 1] = (top.First, uid);
            else
                runs.Add((uid, uid));
        }

        return new UidSequence(runs.ToArray());
    }

    /// <summary>Reads a sequence-set in the order in which it stands.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, [NotNullWhen(true)] out UidSequence? sequence, int maxRuns = int.MaxValue)
    {
        sequence = null;
        var runs = new List<(uint First, uint Last)>();
        while (true)
        {
            if (runs.Count >= maxRuns || !UidSet.TryParseRange(ref text, out var first, out var last))
                return false;
            runs.Add((first, last));
            if (text.IsEmpty)
            {
                sequence = new UidSequence(runs.ToArray());
                return true;
            }

            if (text[0] != ',')
                return false;
            text = text.Slice(1);
        }
    }

    /// <summary>The same UIDs without their order.</summary>
    public UidSet ToSet() => UidSet.FromRanges(_runs.Select(static r => new UidRange(r.First, r.Last)));

    /// <summary>Each UID in order.</summary>
    public IEnumerable<uint> Uids()
    {
        foreach (var (first, last) in _runs)
        {
            for (var uid = first; ; uid = first <= last ? uid + 1 : uid - 1)
            {
                yield return uid;
                if (uid == last)
                    break;
            }
        }
    }

    public bool Equals(UidSequence? other) => other is not null && _runs.AsSpan().SequenceEqual(other._runs);

    public override bool Equals(object? obj) => Equals(obj as UidSequence);

    public override int GetHashCode() => _runs.Length == 0 ? 0 : unchecked((_runs.Length * 397) ^ (int)_runs[0].First ^ (int)_runs[_runs.Length - 1].Last);

    /// <summary>As it is written: 5,1:3.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (first, last) in _runs)
        {
            text.Append(text.Length == 0 ? "" : ",").Append(UidRange.Text(first));
            if (first != last)
                text.Append(':').Append(UidRange.Text(last));
        }

        return text.ToString();
    }
}
