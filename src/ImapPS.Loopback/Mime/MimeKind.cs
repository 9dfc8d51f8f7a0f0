namespace ImapPS.Loopback.Mime;

/// <summary>What a part holds.</summary>
internal enum MimeKind
{
    Leaf,
    Multipart,

    /// <summary>message/rfc822: its one child is the message inside.</summary>
    Message,
}
