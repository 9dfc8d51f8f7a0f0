namespace ImapPS.Client.Mime;

/// <summary>What counts as an attachment. One rule for whole messages and for BODYSTRUCTURE.</summary>
/// <remarks>
/// Source: RFC 2183 section 2, and what senders do: Apple Mail attaches files as "inline" with a name; Outlook gives pictures of
/// its HTML a name and a Content-ID, but no disposition.
/// </remarks>
public static class AttachmentRules
{
    /// <summary>Whether people would call a part an attachment.</summary>
    /// <param name="contentType">Media type as "type/subtype", any case.</param>
    /// <param name="disposition">"attachment", "inline", another word, or null.</param>
    /// <param name="fileName">The name from either field, or null.</param>
    /// <param name="contentId">Content-ID, or null.</param>
    public static bool IsAttachment(string contentType, string? disposition, string? fileName, string? contentId)
    {
        if (IsType(contentType, "multipart/"))
            return false;
        // A forwarded message is one even where its sender wanted it shown at once: no reader here would show it otherwise.
        if (string.Equals(disposition, "attachment", StringComparison.OrdinalIgnoreCase) || IsType(contentType, "message/rfc822") || IsType(contentType, "message/global"))
            return true;
        if (!string.IsNullOrEmpty(contentId))
            return false;
        if (!string.IsNullOrEmpty(fileName))
            return true;
        return !string.Equals(disposition, "inline", StringComparison.OrdinalIgnoreCase) && !IsType(contentType, "text/");
    }

    private static bool IsType(string? contentType, string prefix) =>
        contentType is not null && contentType.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);
}
