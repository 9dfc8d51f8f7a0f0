using ImapPS.Client.Changes;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Checkpoints;

/// <summary>
/// How far a script has come in one mailbox: all messages below <see cref="UidNext"/> are taken but those in doubt. Where
/// changes are followed, also what the script knows of the messages.
/// </summary>
/// <param name="mailbox">The mailbox's name as people read it; INBOX in capitals.</param>
/// <param name="uidValidity">What the UIDs hold under.</param>
internal sealed class MailboxPosition(string mailbox, uint uidValidity)
{
    /// <summary>How many runs of UIDs may be in doubt, so that the file stays small.</summary>
    public const int MostInDoubt = 10_000;

    /// <summary>How many messages are kept to be found again after a change of UIDVALIDITY.</summary>
    public const int MostRecent = 32;

    public string Mailbox { get; } = mailbox;

    public uint UidValidity { get; } = uidValidity;

    public uint UidNext { get; set; } = 1;

    /// <summary>All changes up to it were told; null where the mailbox keeps no modification sequences.</summary>
    public ulong? HighestModSeq { get; set; }

    /// <summary>Messages below <see cref="UidNext"/> that were, or may have been, handed out and that nobody said were taken.</summary>
    public UidRanges InDoubt { get; init; } = new();

    /// <summary>Some of those handed out last, in the order of their UIDs.</summary>
    public List<RecentMessage> Recent { get; } = [];

    /// <summary>The messages that the script knows of; null until changes are followed.</summary>
    public UidRanges? Known { get; set; }

    /// <summary>Messages whose state was told beyond <see cref="HighestModSeq"/>.</summary>
    public Dictionary<uint, ulong> Ahead { get; } = [];

    /// <summary>The flags that the script knows, where there are no modification sequences.</summary>
    public Dictionary<uint, MessageFlags> Flags { get; } = [];

    /// <summary>Whether it is open of a message that the script knows if it took the last change of it.</summary>
    public bool HasChangesInDoubt => Known is { IsEmpty: false } known && InDoubt.ToSet() is var inDoubt && !inDoubt.Except(known.ToSet()).Equals(inDoubt);

    /// <summary>The script has taken what it was told of a message.</summary>
    /// <param name="kind">What it was told.</param>
    /// <param name="uid">Of which message.</param>
    /// <param name="modSeq">With which modification sequence; null if there was none.</param>
    /// <param name="flags">With which flags; null if they were not told.</param>
    public void Take(MailboxChangeKind kind, uint uid, ulong? modSeq = null, MessageFlags? flags = null)
    {
        if (kind == MailboxChangeKind.MailboxChanged)
            return;
        InDoubt.Remove(uid);
        if (Known is null)
            return;
        if (kind == MailboxChangeKind.Removed)
        {
            Known.Remove(uid);
            Ahead.Remove(uid);
            Flags.Remove(uid);
            return;
        }

        Known.Add(uid);
        if (HighestModSeq is not { } told)
            Flags[uid] = flags ?? MessageFlags.None;
        else if (modSeq > told)
            Ahead[uid] = modSeq.Value;
    }

    /// <summary>All changes up to there were told.</summary>
    public void RaiseModSeq(ulong? modSeq)
    {
        if (modSeq is null || modSeq < HighestModSeq)
            return;
        HighestModSeq = modSeq;
        foreach (var uid in Ahead.Where(a => a.Value <= modSeq).Select(static a => a.Key).ToArray())
            Ahead.Remove(uid);
    }

    /// <summary>Keeps these to be found again, too: the newest that were taken, and the newest in doubt.</summary>
    public void Remember(IEnumerable<RecentMessage> messages)
    {
        var all = Recent.Concat(messages).Where(m => m.Uid < UidNext).GroupBy(static m => m.Uid).Select(static g => g.Last()).OrderByDescending(static m => m.Uid).ToArray();
        Recent.Clear();
        Recent.AddRange(all.Where(m => !InDoubt.Contains(m.Uid)).Take(MostRecent));
        Recent.AddRange(all.Where(m => InDoubt.Contains(m.Uid)).Take(MostRecent));
        Recent.Sort(static (a, b) => a.Uid.CompareTo(b.Uid));
    }

    /// <summary>What the script knows, to be compared with what there is.</summary>
    public MailboxPicture ToPicture(bool hasModSeq)
    {
        var picture = new MailboxPicture(UidValidity, Known!.ToSet()) { UidNext = UidNext, ModSeq = hasModSeq ? HighestModSeq : null };
        picture.Recall(Ahead, Flags);
        return picture;
    }
}
