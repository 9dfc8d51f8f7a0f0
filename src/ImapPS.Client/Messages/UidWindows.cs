using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>Takes a set apart from its beginning, so many UIDs at a time and never more than fit one command.</summary>
internal sealed class UidWindows(UidSet uids, int maxBytes) : WindowSource
{
    private int _range;
    private uint _offset;

    public bool IsEmpty => _range >= uids.RangeCount;

    public override ValueTask<UidSet?> TakeAsync(int count, bool wait) => new(IsEmpty ? null : Take(count));

    public UidSet Take(int count)
    {
        var taken = new List<UidRange>();
        var bytes = 0;
        while (count > 0 && _range < uids.RangeCount)
        {
            var range = uids[_range];
            var first = range.First + _offset;
            var length = (long)range.Last - first + 1;
            var part = new UidRange(first, length > count ? first + (uint)count - 1 : range.Last);
            bytes += part.ToString().Length + 1;
            if (taken.Count > 0 && bytes - 1 > maxBytes)
                break;
            taken.Add(part);
            count -= (int)part.Count;
            if (part.Last == range.Last)
            {
                _range++;
                _offset = 0;
            }
            else
            {
                _offset = part.Last - range.First + 1;
            }
        }

        return UidSet.FromRanges(taken);
    }
}
