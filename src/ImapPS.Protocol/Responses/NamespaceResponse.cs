using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>NAMESPACE (RFC 9051 section 7.3.5).</summary>
public sealed record NamespaceResponse(
    IReadOnlyList<NamespaceEntry> Personal,
    IReadOnlyList<NamespaceEntry> OtherUsers,
    IReadOnlyList<NamespaceEntry> Shared) : Response
{
    public bool Equals(NamespaceResponse? other) =>
        other is not null && ListEquality.Equal(Personal, other.Personal) && ListEquality.Equal(OtherUsers, other.OtherUsers)
        && ListEquality.Equal(Shared, other.Shared);

    public override int GetHashCode() => (Personal.Count * 31) + Shared.Count;
}
