using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>What a client knows of a mailbox that it opens again: the server tells what changed since (RFC 7162 section 3.2.5).</summary>
/// <param name="UidValidity">What the rest holds under; where the mailbox has another one the server tells nothing.</param>
/// <param name="ModSeq">All changes up to it are known.</param>
/// <exception cref="ArgumentException">A number is 0, ModSeq has more than 63 bits, or a set is empty or has "*" in it.</exception>
public sealed record SelectResync(uint UidValidity, ulong ModSeq)
{
    private readonly UidSet? _knownUids;

    public uint UidValidity { get; } = UidValidity != 0 ? UidValidity : throw new ArgumentOutOfRangeException(nameof(UidValidity), "0 is no UIDVALIDITY.");

    public ulong ModSeq { get; } = CommandText.CheckNumber64(ModSeq, nameof(ModSeq), 1);

    /// <summary>Which messages the client asks about; null for all that were ever there.</summary>
    public UidSet? KnownUids
    {
        get => _knownUids;
        init => _knownUids = value is null ? null : CommandText.CheckNumbers(value, nameof(KnownUids));
    }

    /// <summary>Some sequence numbers and their UIDs, by which a server that has forgotten what was expunged can tell what wasn't (section 3.2.5.2); null for none.</summary>
    public SequenceMatch? Match { get; init; }

    // select-param   =/ "QRESYNC" SP "(" uidvalidity SP mod-sequence-value [SP known-uids] [SP seq-match-data] ")"
    // uidvalidity    = nz-number
    // known-uids     = sequence-set                                 ; "*" is not allowed
    // seq-match-data = "(" known-sequence-set SP known-uid-set ")"  ; RFC 7162 section 7
    internal void Write(CommandWriter writer)
    {
        writer.Raw("QRESYNC (").Number(UidValidity).Space().Number(ModSeq);
        if (KnownUids is { } known)
            writer.Space().Set(known);
        if (Match is { } match)
            writer.Raw(" (").Set(match.Sequence).Space().Set(match.Uids).Raw(")");
        writer.Raw(")");
    }
}
