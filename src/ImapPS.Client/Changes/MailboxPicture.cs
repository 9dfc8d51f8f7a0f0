using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Changes;

/// <summary>
/// What is known of a mailbox: changes are what is different the next time. So it makes no difference whether the time
/// between was a moment of IDLE or an hour without a connection.
/// </summary>
internal sealed class MailboxPicture(uint uidValidity, UidSet uids)
{
    // Messages whose state is known beyond ModSeq: those that were told of as new.
    private readonly Dictionary<uint, ulong> _ahead = [];

    // The flags of each message, where there is no ModSeq to ask by.
    private readonly Dictionary<uint, MessageFlags> _flags = [];

    public uint UidValidity { get; } = uidValidity;

    /// <summary>The messages that are known to be there.</summary>
    public UidSet Uids { get; private set; } = uids;

    /// <summary>Below it all messages are known.</summary>
    public uint UidNext { get; set; } = uids.IsEmpty ? 1 : uids[uids.RangeCount - 1].Last + 1;

    /// <summary>Up to it all changes of flags are known; null where the mailbox keeps no modification sequences.</summary>
    public ulong? ModSeq { get; set; }

    /// <summary>What is known at a position. Where the messages were not noted it is all that may have been.</summary>
    public static MailboxPicture Of(WatchPosition position)
    {
        var picture = new MailboxPicture(position.UidValidity, position.Known ?? (position.UidNext > 1 ? UidSet.Of(1, position.UidNext - 1) : UidSet.Empty)) { ModSeq = position.ModSeq };
        // Courier doesn't tell UIDNEXT: behind the last known one, then.
        picture.UidNext = Math.Max(picture.UidNext, position.UidNext);
        return picture;
    }

    /// <summary>Takes up what was noted of single messages: up to where the state of some is known, and the flags of others.</summary>
    public void Recall(IReadOnlyDictionary<uint, ulong> ahead, IReadOnlyDictionary<uint, MessageFlags> flags)
    {
        foreach (var message in ahead)
            _ahead[message.Key] = message.Value;
        foreach (var message in flags)
            _flags[message.Key] = message.Value;
    }

    /// <summary>Takes out what is not there any more.</summary>
    /// <returns>That.</returns>
    public UidSet Remove(UidSet there)
    {
        var gone = Uids.Except(there);
        if (gone.IsEmpty)
            return gone;
        Uids = Uids.Except(gone);
        // By what is kept, not by what went: that may be as long as a server likes.
        foreach (var uid in _flags.Keys.Concat(_ahead.Keys).Where(gone.Contains).ToArray())
        {
            _flags.Remove(uid);
            _ahead.Remove(uid);
        }

        return gone;
    }

    /// <summary>Takes up the flags of known messages.</summary>
    /// <returns>Those that are news, by ascending UID.</returns>
    public IReadOnlyList<FetchResponse> Change(IReadOnlyCollection<FetchResponse> messages)
    {
        var changed = messages.Where(m => m.Flags is not null && m.Uid < UidNext && Uids.Contains(m.Uid) && IsNews(m)).OrderBy(static m => m.Uid).ToArray();
        Remember(messages);
        return changed;
    }

    /// <summary>Takes up new messages; older ones among them are none.</summary>
    /// <returns>Those that are news, by ascending UID.</returns>
    public IReadOnlyList<FetchResponse> Add(IReadOnlyCollection<FetchResponse> messages)
    {
        var fresh = messages.Where(m => m.Uid >= UidNext).OrderBy(static m => m.Uid).ToArray();
        if (fresh.Length == 0)
            return fresh;
        Uids = UidSet.FromRanges(Uids.Concat(UidSet.From(fresh.Select(static m => m.Uid))));
        UidNext = fresh[fresh.Length - 1].Uid + 1;
        if (ModSeq is null)
        {
            Remember(fresh);
        }
        else
        {
            // Not the picture's own: flags of others may have changed before these came, and nobody has looked yet.
            foreach (var message in fresh)
                _ahead[message.Uid] = message.ModSeq ?? 0;
        }

        return fresh;
    }

    /// <summary>All changes up to there are known.</summary>
    public void Advance(ulong modSeq)
    {
        if (ModSeq is not { } known)
            return;
        ModSeq = known = Math.Max(known, modSeq);
        foreach (var uid in _ahead.Where(a => a.Value <= known).Select(static a => a.Key).ToArray())
            _ahead.Remove(uid);
    }

    /// <summary>Takes up flags that are nobody's news.</summary>
    public void Remember(IReadOnlyCollection<FetchResponse> messages)
    {
        if (ModSeq is not null)
        {
            Advance(messages.Count == 0 ? 0 : messages.Max(static m => m.ModSeq ?? 0));
            return;
        }

        foreach (var message in messages)
        {
            if (message.Flags is { } flags)
                _flags[message.Uid] = flags;
        }
    }

    private bool IsNews(FetchResponse message)
    {
        if (ModSeq is not { } known)
            return !_flags.TryGetValue(message.Uid, out var before) || !before.Equals(message.Flags);
        return message.ModSeq is { } modSeq && modSeq > known && !(_ahead.TryGetValue(message.Uid, out var ahead) && modSeq <= ahead);
    }
}
