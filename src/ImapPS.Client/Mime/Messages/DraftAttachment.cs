namespace ImapPS.Client.Mime;

/// <summary>A file for a new message: attached, or, with a <see cref="ContentId"/>, shown inside its HTML (src="cid:...").</summary>
public sealed class DraftAttachment
{
    /// <summary>Makes an attachment.</summary>
    /// <param name="fileName">Its name, without a folder.</param>
    /// <param name="open">Opens the content; the writer disposes it.</param>
    /// <param name="contentType">Media type as "type/subtype".</param>
    /// <param name="contentId">For a part that the HTML shows, without angle brackets; null for an attachment.</param>
    /// <exception cref="ArgumentNullException"><paramref name="fileName"/>, <paramref name="open"/> or <paramref name="contentType"/> is null.</exception>
    public DraftAttachment(string fileName, Func<Stream> open, string contentType = "application/octet-stream", string? contentId = null)
    {
        FileName = fileName ?? throw new ArgumentNullException(nameof(fileName));
        Open = open ?? throw new ArgumentNullException(nameof(open));
        ContentType = contentType ?? throw new ArgumentNullException(nameof(contentType));
        ContentId = contentId;
    }

    public string FileName { get; }

    public string ContentType { get; }

    public string? ContentId { get; }

    /// <summary>Opens the content from its start.</summary>
    public Func<Stream> Open { get; }
}
