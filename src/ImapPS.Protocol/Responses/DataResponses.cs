using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>CAPABILITY (RFC 9051 section 7.2.2).</summary>
public sealed record CapabilityResponse(CapabilitySet Capabilities) : Response;

/// <summary>ENABLED (RFC 9051 section 7.2.1).</summary>
public sealed record EnabledResponse(CapabilitySet Capabilities) : Response;

/// <summary>ID; empty if the server says NIL (RFC 2971 section 3.2).</summary>
public sealed record IdResponse(IReadOnlyList<KeyValuePair<string, string?>> Parameters) : Response;

/// <summary>One namespace: its prefix and hierarchy delimiter (RFC 9051 section 7.3.5).</summary>
public sealed record NamespaceEntry(MailboxName? Prefix, char? Delimiter)
{
    /// <summary>The prefix as text; "" for the namespace without one.</summary>
    public string PrefixText => Prefix?.Name ?? "";
}

/// <summary>NAMESPACE (RFC 9051 section 7.3.5).</summary>
public sealed record NamespaceResponse(
    IReadOnlyList<NamespaceEntry> Personal,
    IReadOnlyList<NamespaceEntry> OtherUsers,
    IReadOnlyList<NamespaceEntry> Shared) : Response;

/// <summary>LIST or LSUB, with the extended data of RFC 9051 section 7.3.1 (OLDNAME, CHILDINFO).</summary>
public sealed record ListResponse(
    bool IsLsub,
    IReadOnlyList<string> Attributes,
    char? Delimiter,
    MailboxName Mailbox,
    MailboxName? OldName = null,
    IReadOnlyList<string>? ChildInfo = null) : Response
{
    public bool HasAttribute(string attribute) => Attributes.Contains(attribute, StringComparer.OrdinalIgnoreCase);
}

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

/// <summary>FLAGS (RFC 9051 section 7.3.5).</summary>
public sealed record FlagsResponse(MessageFlags Flags) : Response;

/// <summary>EXISTS (RFC 9051 section 7.4.1).</summary>
public sealed record ExistsResponse(uint Count) : Response;

/// <summary>RECENT (RFC 3501 section 7.3.2).</summary>
public sealed record RecentResponse(uint Count) : Response;

/// <summary>EXPUNGE (RFC 9051 section 7.5.1).</summary>
public sealed record ExpungeResponse(uint Sequence) : Response;

/// <summary>VANISHED (RFC 7162 section 3.2.10).</summary>
public sealed record VanishedResponse(bool Earlier, UidSet Uids) : Response;

/// <summary>SEARCH (RFC 3501 section 7.2.5), with the MODSEQ of RFC 7162 section 3.1.5.</summary>
public sealed record SearchResponse(IReadOnlyList<uint> Numbers, ulong? ModSeq = null) : Response;

/// <summary>ESEARCH; what was not returned is null (RFC 9051 section 7.3.4).</summary>
public sealed record ESearchResponse(string? Tag, bool IsUid) : Response
{
    public uint? Min { get; init; }

    public uint? Max { get; init; }

    public uint? Count { get; init; }

    /// <summary>ALL; null also when there are no matches.</summary>
    public UidSet? All { get; init; }

    public ulong? ModSeq { get; init; }
}

/// <summary>A response that isn't known or can't be read: kept raw, so that it can be reported.</summary>
/// <param name="Raw">The line, its line end taken off; shortened to 8 KiB.</param>
/// <param name="Problem">Why it could not be read; null if its name is merely not known.</param>
public sealed record UnknownResponse(ReadOnlyMemory<byte> Raw, string? Problem = null) : Response
{
    public string Text => Grammar.ByteText.ToText(Raw.Span);
}
