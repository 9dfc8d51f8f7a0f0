using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>What extensions tell of a message. Apart from the rest, so that messages without them cost nothing for them.</summary>
public sealed record FetchExtras
{
    /// <summary>PREVIEW: how the text begins, for people; null for NIL and if not sent (RFC 8970).</summary>
    public string? Preview { get; set; }

    /// <summary>SAVEDATE: when the message came into its mailbox; null for NIL and if not sent (RFC 8514).</summary>
    public DateTimeOffset? SaveDate { get; set; }

    /// <summary>EMAILID: one for equal content, wherever it is (RFC 8474 section 5.1).</summary>
    public string? EmailId { get; set; }

    /// <summary>THREADID: one for all messages of a thread; null for NIL too (RFC 8474 section 5.2).</summary>
    public string? ThreadId { get; set; }

    /// <summary>X-GM-LABELS, decoded: names as those of mailboxes, Gmail's own with a backslash; null if not sent.</summary>
    public IReadOnlyList<string>? GmailLabels { get; set; }

    /// <summary>X-GM-MSGID.</summary>
    public ulong? GmailMessageId { get; set; }

    /// <summary>X-GM-THRID.</summary>
    public ulong? GmailThreadId { get; set; }

    public bool Equals(FetchExtras? other) =>
        other is not null && Preview == other.Preview && Nullable.Equals(SaveDate, other.SaveDate) && SaveDate?.Offset == other.SaveDate?.Offset
        && EmailId == other.EmailId && ThreadId == other.ThreadId && GmailMessageId == other.GmailMessageId && GmailThreadId == other.GmailThreadId
        && (GmailLabels is null) == (other.GmailLabels is null) && ListEquality.Equal(GmailLabels, other.GmailLabels);

    public override int GetHashCode() => EmailId?.GetHashCode() ?? 0;
}
