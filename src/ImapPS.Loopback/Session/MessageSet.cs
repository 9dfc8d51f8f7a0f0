using ImapPS.Loopback.Store;
using ImapPS.Protocol.Values;

namespace ImapPS.Loopback.Session;

/// <summary>The messages that a set names in a session's view.</summary>
internal static class MessageSet
{
    /// <summary>Their indexes in ascending order; null if a sequence number is beyond the last message (RFC 9051 section 9: seq-number).</summary>
    public static IEnumerable<int>? Resolve(MailboxView view, UidSet set, bool byUid)
    {
        if (byUid)
            return ByUid(view, set);
        foreach (var range in set)
        {
            if ((range.Last != UidRange.Star && range.Last > view.Messages.Count) || (range.First != UidRange.Star && range.Last == UidRange.Star && range.First > Math.Max(1, view.Messages.Count)))
                return null;
        }

        return BySequence(view, set);
    }

    private static IEnumerable<int> BySequence(MailboxView view, UidSet set)
    {
        var next = 0;
        foreach (var range in set)
        {
            var last = range.Last == UidRange.Star ? view.Messages.Count : (int)range.Last;
            var first = range.First == UidRange.Star ? last : (int)range.First;
            for (next = Math.Max(next, first - 1); next < last; next++)
                yield return next;
        }
    }

    private static IEnumerable<int> ByUid(MailboxView view, UidSet set)
    {
        var next = 0;
        foreach (var range in set)
        {
            // "*" is the largest UID in use, and n:* names it even where n is larger.
            var largest = view.LargestUid;
            var last = range.Last == UidRange.Star ? largest : range.Last;
            var first = range.Last == UidRange.Star ? Math.Min(range.First, largest) : range.First;
            var index = view.IndexOf(first);
            next = Math.Max(next, index < 0 ? ~index : index);
            for (; next < view.Messages.Count && view.Messages[next].Uid <= last; next++)
                yield return next;
        }
    }
}
