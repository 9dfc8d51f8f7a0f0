using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>QUOTAROOT: the quota roots that a mailbox counts for (RFC 9208 section 4.2.2).</summary>
/// <param name="Mailbox">The mailbox.</param>
/// <param name="Roots">Their names; empty where there is no quota.</param>
public sealed record QuotaRootResponse(MailboxName Mailbox, IReadOnlyList<string> Roots) : Response
{
    public bool Equals(QuotaRootResponse? other) => other is not null && Mailbox.Equals(other.Mailbox) && ListEquality.Equal(Roots, other.Roots);

    public override int GetHashCode() => Roots.Count;
}
