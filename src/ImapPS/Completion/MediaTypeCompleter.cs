using System.Collections;

namespace ImapPS.Completion;

/// <summary>Offers media types of attachments.</summary>
public sealed class MediaTypeCompleter : WordCompleter
{
    internal static readonly string[] Names =
    [
        "application/*", "application/json", "application/msword", "application/octet-stream", "application/pdf", "application/vnd.ms-excel",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/xml", "application/zip",
        "audio/*", "image/*", "image/gif", "image/jpeg", "image/png", "message/rfc822", "text/*", "text/calendar", "text/csv", "text/html", "text/plain", "text/vcard", "video/*",
    ];

    private protected override IEnumerable<(string Text, string Tip)> Offer(string word, IDictionary parameters) => Names.Select(static name => (name, name));
}
