namespace ImapPS.Protocol.Values;

/// <summary>ENVELOPE: the parsed header of a message (RFC 9051 section 7.5.2). Any field may be missing.</summary>
public sealed record Envelope
{
    /// <summary>The Date header as it stands in the message; see <c>MailDate</c> for reading it.</summary>
    public string? Date { get; init; }

    public string? Subject { get; init; }

    public EnvelopeAddressList From { get; init; } = EnvelopeAddressList.Empty;

    public EnvelopeAddressList Sender { get; init; } = EnvelopeAddressList.Empty;

    public EnvelopeAddressList ReplyTo { get; init; } = EnvelopeAddressList.Empty;

    public EnvelopeAddressList To { get; init; } = EnvelopeAddressList.Empty;

    public EnvelopeAddressList Cc { get; init; } = EnvelopeAddressList.Empty;

    public EnvelopeAddressList Bcc { get; init; } = EnvelopeAddressList.Empty;

    public string? InReplyTo { get; init; }

    public string? MessageId { get; init; }
}
