using System.Globalization;
using ImapPS.Protocol.Values;

namespace ImapPS.Pipeline;

/// <summary>Messages of one mailbox that were asked for one after the other, to be read by few commands.</summary>
internal sealed class MessageRequest(ImapSession session, string mailbox, uint? uidValidity)
{
    private readonly List<uint> _uids = [];
    private readonly List<UidRange> _ranges = [];

    public ImapSession Session { get; } = session;

    /// <summary>As it was given.</summary>
    public string Mailbox { get; } = mailbox;

    /// <summary>What the UIDs were found under; null if they come from nowhere.</summary>
    public uint? UidValidity { get; } = uidValidity;

    /// <summary>Those that were named singly, in the order in which they came; each of them is missed if it is not there.</summary>
    public IReadOnlyList<uint> Uids => _uids;

    /// <summary>Whether ranges were asked for; what they don't hold is not missed.</summary>
    public bool HasRanges => _ranges.Count > 0;

    public int Count => _uids.Count + _ranges.Count;

    /// <summary>Whether the UIDs came in ascending order, which is the server's.</summary>
    public bool IsAscending { get; private set; } = true;

    public bool IsFor(ImapSession session, string mailbox, uint? uidValidity) =>
        ReferenceEquals(Session, session) && Mailbox == mailbox && UidValidity == uidValidity;

    /// <summary>Adds a UID, or a set of them such as 1:5 or 7,9.</summary>
    /// <exception cref="FormatException">It is neither, or it names UID 4294967295, which can't be told from "*": that is another message.</exception>
    public void Add(string uid)
    {
        if (uid.Split(':', ',').Any(static n => uint.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number == UidRange.Star))
            throw new FormatException($"'{uid}' names UID {UidRange.Star}.");
        if (uint.TryParse(uid, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
        {
            IsAscending &= _uids.Count == 0 || number > _uids[_uids.Count - 1];
            _uids.Add(number);
            return;
        }

        foreach (var range in UidSet.Parse(uid))
        {
            if (range.First == range.Last && range.Last != UidRange.Star && uid.IndexOf(':') < 0)
                Add(range.First.ToString(CultureInfo.InvariantCulture));
            else
                _ranges.Add(range);
        }
    }

    public UidSet ToSet() => _ranges.Count == 0 ? UidSet.From(_uids) : UidSet.FromRanges(_ranges.Concat(_uids.Select(static u => new UidRange(u, u))));
}
