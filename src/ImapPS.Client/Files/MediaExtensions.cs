namespace ImapPS.Client.Files;

/// <summary>An extension for attachments that come without a name.</summary>
public static class MediaExtensions
{
    private static readonly Dictionary<string, string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["message/rfc822"] = ".eml", ["message/global"] = ".eml", ["message/delivery-status"] = ".txt", ["message/disposition-notification"] = ".txt",
        ["text/plain"] = ".txt", ["text/html"] = ".html", ["text/calendar"] = ".ics", ["text/csv"] = ".csv", ["text/vcard"] = ".vcf", ["text/x-vcard"] = ".vcf",
        ["text/rfc822-headers"] = ".txt", ["text/xml"] = ".xml", ["application/xml"] = ".xml", ["application/json"] = ".json",
        ["image/jpeg"] = ".jpg", ["image/png"] = ".png", ["image/gif"] = ".gif", ["image/webp"] = ".webp", ["image/svg+xml"] = ".svg", ["image/tiff"] = ".tif", ["image/bmp"] = ".bmp",
        ["audio/mpeg"] = ".mp3", ["audio/wav"] = ".wav", ["video/mp4"] = ".mp4",
        ["application/pdf"] = ".pdf", ["application/zip"] = ".zip", ["application/gzip"] = ".gz", ["application/rtf"] = ".rtf", ["application/msword"] = ".doc",
        ["application/vnd.ms-excel"] = ".xls", ["application/vnd.ms-powerpoint"] = ".ppt",
        ["application/vnd.openxmlformats-officedocument.wordprocessingml.document"] = ".docx",
        ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"] = ".xlsx",
        ["application/vnd.openxmlformats-officedocument.presentationml.presentation"] = ".pptx",
        ["application/pkcs7-signature"] = ".p7s", ["application/pkcs7-mime"] = ".p7m", ["application/pgp-signature"] = ".asc",
    };

    /// <summary>With its dot; ".bin" where nothing better is known.</summary>
    public static string For(string contentType) => Known.TryGetValue(contentType, out var extension) ? extension : ".bin";
}
