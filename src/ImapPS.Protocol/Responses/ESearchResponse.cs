using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>ESEARCH; what was not returned is null (RFC 9051 section 7.3.4).</summary>
public sealed record ESearchResponse(string? Tag, bool IsUid) : Response
{
    /// <summary>The mailbox that was searched, where it isn't the selected one's (RFC 7377).</summary>
    public MailboxName? Mailbox { get; init; }

    /// <summary>What the UIDs hold under; with <see cref="Mailbox"/> only.</summary>
    public uint? UidValidity { get; init; }

    public uint? Min { get; init; }

    public uint? Max { get; init; }

    public uint? Count { get; init; }

    /// <summary>ALL, in the order of a SORT if it answers one (RFC 5267 section 3); null also when there are no matches.</summary>
    public UidSequence? All { get; init; }

    /// <summary>PARTIAL (RFC 9394, RFC 5267).</summary>
    public SearchPartial? Partial { get; init; }

    public ulong? ModSeq { get; init; }
}
