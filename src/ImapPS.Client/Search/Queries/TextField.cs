namespace ImapPS.Client.Search;

/// <summary>Where a text is looked for.</summary>
public enum TextField
{
    From,
    To,
    Cc,
    Bcc,
    ReplyTo,
    Sender,
    Subject,

    /// <summary>The decoded text parts.</summary>
    Body,

    /// <summary>The header, or the decoded text parts.</summary>
    Text,

    /// <summary>A header field by its name.</summary>
    Header,
    MessageId,
    InReplyTo,

    /// <summary>The file name of any attachment.</summary>
    AttachmentName,

    /// <summary>The media type of any attachment, as in <c>application/pdf</c>.</summary>
    AttachmentType,
}
