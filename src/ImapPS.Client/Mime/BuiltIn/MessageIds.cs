namespace ImapPS.Client.Mime;

/// <summary>Message ids in Message-ID, In-Reply-To and References. Source: RFC 5322 sections 3.6.4 and 4.5.4.</summary>
internal static class MessageIds
{
    private const int MaxIds = 10_000;

    // message-id = "Message-ID:" msg-id CRLF; in-reply-to and references = 1*msg-id
    // obs-in-reply-to has phrases among them, which say nothing.
    internal static List<string> Read(string? value)
    {
        var result = new List<string>();
        if (string.IsNullOrEmpty(value))
            return result;
        var at = 0;
        while (result.Count < MaxIds && (at = value!.IndexOf('<', at)) >= 0)
        {
            var end = value.IndexOf('>', at);
            if (end < 0)
                end = value.Length - 1;
            var id = value.Substring(at, end - at + 1).Replace(" ", "");
            result.Add(id[id.Length - 1] == '>' ? id : id + ">");
            at = end + 1;
        }
        // Without brackets: whatever looks like an id.
        if (result.Count == 0)
            result.AddRange(value!.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Where(word => word.IndexOf('@') > 0).Take(MaxIds).Select(word => "<" + word + ">"));
        return result;
    }
}
