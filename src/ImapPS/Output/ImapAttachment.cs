using ImapPS.Client.Messages;
using ImapPS.Client.Mime;
using ImapPS.Output;

namespace ImapPS;

/// <summary>What a message's structure tells of an attachment.</summary>
public sealed class ImapAttachment
{
    internal ImapAttachment(AttachmentPart attachment)
    {
        Name = attachment.Name ?? "";
        ContentType = HeaderText.OneLine(attachment.Part.ContentType);
        Size = attachment.Part.Size;
        Section = attachment.Part.Section;
        Disposition = attachment.Part.Disposition is { } disposition ? HeaderText.OneLine(disposition).ToLowerInvariant() : null;
    }

    /// <summary>The file's name, decoded, as the sender chose it: not safe as a path. Empty if there is none.</summary>
    public string Name { get; }

    /// <summary>Media type, as "application/pdf".</summary>
    public string ContentType { get; }

    /// <summary>In bytes as they are in the message: with base64 the file is about a quarter smaller.</summary>
    public long Size { get; }

    /// <summary>The part's number, as IMAP's BODY[...] takes it.</summary>
    public string Section { get; }

    /// <summary>"attachment", "inline" or another word, in lower case; null if the message doesn't say.</summary>
    public string? Disposition { get; }

    /// <inheritdoc/>
    public override string ToString() => ViewText.Clean(Name.Length > 0 ? Name : ContentType);
}
