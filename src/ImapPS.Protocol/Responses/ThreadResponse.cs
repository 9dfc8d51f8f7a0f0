using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>THREAD (RFC 5256 section 4): a forest, each member before its children, so that no depth needs recursion.</summary>
/// <param name="Members">Each deeper than the one before by at most one. One without a number has at least two children, and is a root or has siblings.</param>
public sealed record ThreadResponse(IReadOnlyList<ThreadMember> Members) : Response
{
    public bool Equals(ThreadResponse? other) => other is not null && ListEquality.Equal(Members, other.Members);

    public override int GetHashCode() => Members.Count;
}
