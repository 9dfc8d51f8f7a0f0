using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>QUOTA: usage and limits of a quota root (RFC 9208 section 4.2.1).</summary>
/// <param name="Root">Its name; "" is one.</param>
/// <param name="Resources">Empty where nothing is limited (RFC 2087 section 5.1).</param>
public sealed record QuotaResponse(string Root, IReadOnlyList<QuotaResource> Resources) : Response
{
    public bool Equals(QuotaResponse? other) => other is not null && Root == other.Root && ListEquality.Equal(Resources, other.Resources);

    public override int GetHashCode() => Resources.Count;
}
