using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>What became of messages whose COPY or MOVE was not answered.</summary>
/// <param name="Done">Old to new UIDs of those that arrived.</param>
/// <param name="NotDone">Those that are where they were, and nowhere else.</param>
/// <param name="Unknown">Those of which neither can be said.</param>
internal sealed record TransferFinding(IReadOnlyDictionary<uint, uint> Done, UidSet NotDone, UidSet Unknown)
{
    /// <summary>Tells from what is in both mailboxes now.</summary>
    /// <param name="uids">Which were to be transferred.</param>
    /// <param name="noted">Those that were there before, and what they are known by.</param>
    /// <param name="still">Those that are there now.</param>
    /// <param name="added">What came into the destination since, in the order of the UIDs.</param>
    /// <param name="isMove">A message that was moved is gone from where it was.</param>
    public static TransferFinding Of(
        UidSet uids,
        IReadOnlyDictionary<uint, MessageIdentity> noted,
        UidSet still,
        IReadOnlyList<KeyValuePair<uint, MessageIdentity>> added,
        bool isMove)
    {
        var left = added;
        var done = new Dictionary<uint, uint>();
        var unknown = new HashSet<uint>();
        // What a server was asked for and had not is not heard of again.
        var asked = uids.Uids().Where(noted.ContainsKey).ToArray();
        Match(asked.Where(u => noted[u].Header is not null), static identity => identity);
        // Of several that look the same those were moved that are gone.
        Match(asked.Where(u => noted[u].Header is null).OrderBy(still.Contains), static identity => identity with { Header = null });

        // A server may have given the copy another date: while one of this size is unaccounted for, it may be that.
        var like = new HashSet<(long, string?)>(left.Select(static a => (a.Value.Size, a.Value.Header)).Concat(left.Select(static a => (a.Value.Size, (string?)null))));
        var notDone = new List<uint>();
        foreach (var uid in asked)
        {
            if (done.ContainsKey(uid) || unknown.Contains(uid))
                continue;
            if (still.Contains(uid) && !like.Contains((noted[uid].Size, noted[uid].Header)))
                notDone.Add(uid);
            else
                unknown.Add(uid);
        }

        return new TransferFinding(done, UidSet.From(notDone), UidSet.From(unknown));

        void Match(IEnumerable<uint> some, Func<MessageIdentity, MessageIdentity> known)
        {
            var arrived = left.GroupBy(a => known(a.Value)).ToDictionary(static g => g.Key, static g => new Queue<KeyValuePair<uint, MessageIdentity>>(g));
            foreach (var uid in some)
            {
                if (!arrived.TryGetValue(known(noted[uid]), out var queue) || queue.Count == 0)
                    continue;
                var arrival = queue.Dequeue();
                if (isMove && still.Contains(uid))
                    unknown.Add(uid);
                else
                    done[uid] = arrival.Key;
            }

            left = arrived.Values.SelectMany(static q => q).ToList();
        }
    }
}
