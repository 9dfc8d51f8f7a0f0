using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>SORT (RFC 5256 section 4), with the MODSEQ of RFC 7162 section 3.1.6: the numbers in the order that was asked for.</summary>
public sealed record SortResponse(IReadOnlyList<uint> Numbers, ulong? ModSeq = null) : Response
{
    public bool Equals(SortResponse? other) =>
        other is not null && ModSeq == other.ModSeq && ListEquality.Equal(Numbers, other.Numbers);

    public override int GetHashCode() => Numbers.Count;
}
