using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>SEARCH (RFC 3501 section 7.2.5), with the MODSEQ of RFC 7162 section 3.1.5.</summary>
public sealed record SearchResponse(IReadOnlyList<uint> Numbers, ulong? ModSeq = null) : Response
{
    public bool Equals(SearchResponse? other) =>
        other is not null && ModSeq == other.ModSeq && ListEquality.Equal(Numbers, other.Numbers);

    public override int GetHashCode() => Numbers.Count;
}
