using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>LIST or LSUB, with the extended data of RFC 9051 section 7.3.1 (OLDNAME, CHILDINFO).</summary>
public sealed record ListResponse(
    bool IsLsub,
    IReadOnlyList<string> Attributes,
    char? Delimiter,
    MailboxName Mailbox,
    MailboxName? OldName = null,
    IReadOnlyList<string>? ChildInfo = null) : Response
{
    public bool Equals(ListResponse? other) =>
        other is not null && IsLsub == other.IsLsub && Delimiter == other.Delimiter && Mailbox.Equals(other.Mailbox)
        && Equals(OldName, other.OldName) && ListEquality.Equal(Attributes, other.Attributes)
        && ListEquality.Equal(ChildInfo, other.ChildInfo);

    public override int GetHashCode() => Mailbox.GetHashCode();

    public bool HasAttribute(string attribute) => Attributes.Contains(attribute, StringComparer.OrdinalIgnoreCase);
}
