using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>Sequence numbers and the UIDs that belong to them, one for one (RFC 7162 section 3.2.5.2).</summary>
/// <exception cref="ArgumentException">A set is empty or has "*" in it, or they are of different sizes.</exception>
public sealed record SequenceMatch
{
    public SequenceMatch(UidSet sequence, UidSet uids)
    {
        Sequence = CommandText.CheckNumbers(sequence, nameof(sequence));
        Uids = CommandText.CheckNumbers(uids, nameof(uids));
        if (Sequence.Count != Uids.Count)
            throw new ArgumentException("To each sequence number belongs one UID.", nameof(uids));
    }

    public UidSet Sequence { get; }

    public UidSet Uids { get; }
}
