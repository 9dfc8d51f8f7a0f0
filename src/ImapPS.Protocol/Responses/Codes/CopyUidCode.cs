using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>COPYUID: the n-th UID of the source became the n-th of the destination (RFC 4315 section 3).</summary>
public sealed record CopyUidCode(uint UidValidity, IReadOnlyList<UidRange> Source, IReadOnlyList<UidRange> Destination) : ResponseCode("COPYUID")
{
    public bool Equals(CopyUidCode? other) =>
        other is not null && UidValidity == other.UidValidity && ListEquality.Equal(Source, other.Source)
        && ListEquality.Equal(Destination, other.Destination);

    public override int GetHashCode() => (int)UidValidity;
}
