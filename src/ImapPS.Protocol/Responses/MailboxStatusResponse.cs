using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>STATUS; what the server did not send is null (RFC 9051 section 7.3.4, RFC 8438, RFC 7162).</summary>
public sealed record MailboxStatusResponse(MailboxName Mailbox) : Response
{
    public uint? Messages { get; init; }

    public uint? Recent { get; init; }

    public uint? UidNext { get; init; }

    public uint? UidValidity { get; init; }

    public uint? Unseen { get; init; }

    public uint? Deleted { get; init; }

    /// <summary>In octets.</summary>
    public ulong? Size { get; init; }

    public ulong? HighestModSeq { get; init; }

    public ulong? AppendLimit { get; init; }

    public string? MailboxId { get; init; }
}
