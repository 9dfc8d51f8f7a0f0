using ImapPS.Protocol.Values;

namespace ImapPS.Client.Checkpoints;

/// <summary>A set of UIDs that changes by one UID at a time: sorted, merged runs.</summary>
internal sealed class UidRanges
{
    private readonly List<UidRange> _ranges;

    public UidRanges(UidSet? uids = null) => _ranges = uids is null ? [] : [.. uids];

    public bool IsEmpty => _ranges.Count == 0;

    public int RangeCount => _ranges.Count;

    /// <summary>Only of a set that isn't empty.</summary>
    public uint First => _ranges[0].First;

    /// <summary>Only of a set that isn't empty.</summary>
    public uint Last => _ranges[_ranges.Count - 1].Last;

    public bool Contains(uint uid) => UidRange.Find(_ranges, uid) >= 0;

    public void Add(uint uid)
    {
        var at = UidRange.Find(_ranges, uid);
        if (at >= 0)
            return;
        at = ~at;
        var joinsLeft = at > 0 && _ranges[at - 1].Last + 1 == uid;
        var joinsRight = at < _ranges.Count && _ranges[at].First - 1 == uid;
        var range = new UidRange(joinsLeft ? _ranges[at - 1].First : uid, joinsRight ? _ranges[at].Last : uid);
        if (joinsLeft && joinsRight)
            _ranges.RemoveAt(at);
        if (joinsLeft)
            _ranges[at - 1] = range;
        else if (joinsRight)
            _ranges[at] = range;
        else
            _ranges.Insert(at, range);
    }

    public void Remove(uint uid)
    {
        var at = UidRange.Find(_ranges, uid);
        if (at < 0)
            return;
        var range = _ranges[at];
        _ranges.RemoveAt(at);
        if (uid < range.Last)
            _ranges.Insert(at, new UidRange(uid + 1, range.Last));
        if (uid > range.First)
            _ranges.Insert(at, new UidRange(range.First, uid - 1));
    }

    public void Remove(UidSet uids) => Replace(ToSet().Except(uids));

    public void Add(UidSet uids) => Replace(UidSet.FromRanges(_ranges.Concat(uids)));

    public UidSet ToSet() => UidSet.FromRanges(_ranges);

    public override string ToString() => ToSet().ToString();

    private void Replace(UidSet uids)
    {
        _ranges.Clear();
        _ranges.AddRange(uids);
    }
}
