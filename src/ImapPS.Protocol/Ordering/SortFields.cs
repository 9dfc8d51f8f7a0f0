namespace ImapPS.Protocol.Ordering;

/// <summary>What SORT and THREAD compare of one message (RFC 5256 sections 2 and 3, RFC 5957). Text is decoded; what isn't known stays empty.</summary>
public sealed class SortFields(uint uid)
{
    /// <summary>Decides where all else is equal, as the sequence number does.</summary>
    public uint Uid { get; } = uid;

    /// <summary>INTERNALDATE.</summary>
    public DateTimeOffset Arrival { get; init; }

    /// <summary>The Date field; null if it is missing or can't be read.</summary>
    public DateTimeOffset? Sent { get; init; }

    /// <summary>RFC822.SIZE in octets.</summary>
    public ulong Size { get; init; }

    /// <summary>The subject with its encoded words decoded.</summary>
    public string Subject { get; init; } = "";

    /// <summary>addr-mailbox of the first From address; likewise the next two.</summary>
    public string From { get; init; } = "";

    public string To { get; init; } = "";

    public string Cc { get; init; } = "";

    /// <summary>The first From address as people see it (RFC 5957 section 3): its display name, else the address.</summary>
    public string DisplayFrom { get; init; } = "";

    /// <summary>The same of the first To address.</summary>
    public string DisplayTo { get; init; } = "";

    /// <summary>The Message-ID field; null if there is none.</summary>
    public string? MessageId { get; init; }

    /// <summary>The References field; null if there is none.</summary>
    public string? References { get; init; }

    /// <summary>The In-Reply-To field; null if there is none.</summary>
    public string? InReplyTo { get; init; }

    /// <summary>"sent date": where the Date field says nothing, INTERNALDATE takes its place (RFC 5256 section 2.2).</summary>
    internal DateTime SentDate => (Sent ?? Arrival).UtcDateTime;
}
