using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>APPENDUID (RFC 4315 section 3).</summary>
public sealed record AppendUidCode(uint UidValidity, IReadOnlyList<UidRange> Uids) : ResponseCode("APPENDUID")
{
    public bool Equals(AppendUidCode? other) =>
        other is not null && UidValidity == other.UidValidity && ListEquality.Equal(Uids, other.Uids);

    public override int GetHashCode() => (int)UidValidity;
}
