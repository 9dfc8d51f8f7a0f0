namespace ImapPS.Client.Mime;

/// <summary>What a new message shall say.</summary>
/// <remarks>Control characters in texts become blanks; addresses, message ids and header names that hold them are errors at writing.</remarks>
public sealed class MessageDraft
{
    public IList<MimeAddress> From { get; } = [];

    public IList<MimeAddress> ReplyTo { get; } = [];

    public IList<MimeAddress> To { get; } = [];

    public IList<MimeAddress> Cc { get; } = [];

    /// <summary>Written into the message: a draft in a mailbox keeps it, whatever sends the message takes it out.</summary>
    public IList<MimeAddress> Bcc { get; } = [];

    public string? Subject { get; set; }

    /// <summary>Null: now.</summary>
    public DateTimeOffset? Date { get; set; }

    /// <summary>With or without angle brackets. Null: a new one.</summary>
    public string? MessageId { get; set; }

    /// <summary>With or without angle brackets; null: none.</summary>
    public string? InReplyTo { get; set; }

    /// <summary>With or without angle brackets, oldest first.</summary>
    public IList<string> References { get; } = [];

    public string? TextBody { get; set; }

    public string? HtmlBody { get; set; }

    public IList<DraftAttachment> Attachments { get; } = [];

    /// <summary>Further header fields: name and text. Those that the other members make can't be given here.</summary>
    public IList<KeyValuePair<string, string>> Headers { get; } = [];
}
