using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>BADCHARSET with the charsets that would do (RFC 9051 section 7.1).</summary>
public sealed record BadCharsetCode(IReadOnlyList<string> Charsets) : ResponseCode("BADCHARSET")
{
    public bool Equals(BadCharsetCode? other) => other is not null && ListEquality.Equal(Charsets, other.Charsets);

    public override int GetHashCode() => Charsets.Count;
}
