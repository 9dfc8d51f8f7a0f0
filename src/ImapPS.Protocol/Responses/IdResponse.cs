using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>ID; empty if the server says NIL (RFC 2971 section 3.2).</summary>
public sealed record IdResponse(IReadOnlyList<KeyValuePair<string, string?>> Parameters) : Response
{
    public bool Equals(IdResponse? other) => other is not null && ListEquality.Equal(Parameters, other.Parameters);

    public override int GetHashCode() => Parameters.Count;
}
