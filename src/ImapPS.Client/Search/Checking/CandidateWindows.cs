using ImapPS.Protocol.Values;

namespace ImapPS.Client.Search;

/// <summary>A set in windows that grow: the first matches come soon, and the rest costs few round trips.</summary>
internal static class CandidateWindows
{
    private const int First = 64;
    private const int Largest = 8192;

    public static IEnumerable<IReadOnlyList<uint>> Of(UidSet uids, bool descending)
    {
        var size = First;
        var window = new List<uint>(size);
        foreach (var uid in descending ? Descending(uids) : uids.Uids())
        {
            window.Add(uid);
            if (window.Count < size)
                continue;
            yield return window;
            size = Math.Min(size * 2, Largest);
            window = new List<uint>(size);
        }

        if (window.Count > 0)
            yield return window;
    }

    private static IEnumerable<uint> Descending(UidSet uids)
    {
        for (var i = uids.RangeCount - 1; i >= 0; i--)
        {
            for (var uid = uids[i].Last; ; uid--)
            {
                yield return uid;
                if (uid == uids[i].First)
                    break;
            }
        }
    }
}
