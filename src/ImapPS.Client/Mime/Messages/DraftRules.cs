using System.Globalization;

namespace ImapPS.Client.Mime;

/// <summary>What every writer checks and fills in before it writes a draft, so that all write the same.</summary>
public static class DraftRules
{
    private static readonly HashSet<string> OwnHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "MIME-Version",
        "Content-Type", "Content-Transfer-Encoding", "Content-Disposition", "Content-ID",
    };

    /// <summary>Checks everything that could make a broken message, or smuggle in a header line.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="draft"/> is null.</exception>
    /// <exception cref="MimeDraftException">Something can't be said in a message; the text names it.</exception>
    public static void Check(MessageDraft draft)
    {
        if (draft is null)
            throw new ArgumentNullException(nameof(draft));
        foreach (var address in draft.From.Concat(draft.ReplyTo).Concat(draft.To).Concat(draft.Cc).Concat(draft.Bcc))
        {
            if (address.Address.Length > 0 || address.Group is null)
                WireAddress(address.Address);
        }
        foreach (var header in draft.Headers)
            CheckHeader(header.Key, header.Value);
        foreach (var attachment in draft.Attachments)
            CheckAttachment(attachment);
        if (draft.MessageId is not null)
            WireId(draft.MessageId);
        if (draft.InReplyTo is not null)
            WireId(draft.InReplyTo);
        foreach (var id in draft.References)
            WireId(id);
    }

    /// <summary>A new message id; its right side is the sender's domain, as the machine's name is nobody's business.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="draft"/> is null.</exception>
    public static string NewMessageId(MessageDraft draft)
    {
        if (draft is null)
            throw new ArgumentNullException(nameof(draft));
        var address = draft.From.Count > 0 ? WireAddress(draft.From[0].Address) : "";
        var domain = address.Substring(address.LastIndexOf('@') + 1);
        return $"<{Guid.NewGuid():N}@{(domain.Length > 0 && HeaderEncoder.IsAscii(domain) ? domain : "localhost")}>";
    }

    /// <summary>The text with every control character as a blank, so that it can't start a header line of its own.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public static string OneLine(string text) => HeaderEncoder.OneLine(text ?? throw new ArgumentNullException(nameof(text)));

    // RFC 5322 section 3.6.4: msg-id = [CFWS] "<" id-left "@" id-right ">" [CFWS]

    /// <summary>A message id as it is written, with its angle brackets.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="id"/> is null.</exception>
    /// <exception cref="MimeDraftException">It holds characters that no id may have.</exception>
    public static string WireId(string id)
    {
        if (id is null)
            throw new ArgumentNullException(nameof(id));
        var bare = id.Trim();
        if (bare.Length > 1 && bare[0] == '<' && bare[bare.Length - 1] == '>')
            bare = bare.Substring(1, bare.Length - 2);
        foreach (var c in bare)
        {
            if (c is <= ' ' or > '~' or '<' or '>')
                throw new MimeDraftException($"'{HeaderEncoder.OneLine(id)}' is not a message id.");
        }
        return bare.Length == 0 ? throw new MimeDraftException("A message id is empty.") : "<" + bare + ">";
    }

    // RFC 5322 section 3.4.1: addr-spec = local-part "@" domain; RFC 6532 section 3.2 adds UTF-8; RFC 5890 gives domains an ASCII form.

    /// <summary>An address as it is written: the domain in its ASCII form.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="address"/> is null.</exception>
    /// <exception cref="MimeDraftException">It isn't local-part@domain, or has characters that no address may have.</exception>
    public static string WireAddress(string address)
    {
        if (address is null)
            throw new ArgumentNullException(nameof(address));
        address = address.Trim();
        var at = address.LastIndexOf('@');
        if (at <= 0 || at == address.Length - 1)
            throw NotAnAddress(address);
        var quoted = address[0] == '"' && at > 1 && address[at - 1] == '"';
        for (var i = 0; i < address.Length; i++)
        {
            var c = address[i];
            if (c is < ' ' or >= '\u007F' and <= '\u009F' || (!(quoted && i < at) && " <>(),;:\\\"".IndexOf(c) >= 0 && !InLiteral(address, at, i)))
                throw NotAnAddress(address);
        }
        if (quoted && !IsQuotedString(address, at))
            throw NotAnAddress(address);
        var local = address.Substring(0, at + 1);
        var domain = address.Substring(at + 1);
        if (HeaderEncoder.IsAscii(domain))
            return address;
        try
        {
            return local + new IdnMapping().GetAscii(domain);
        }
        catch (ArgumentException e)
        {
            throw new MimeDraftException($"'{domain}' is not a domain name.", e);
        }
    }

    private static bool InLiteral(string address, int at, int i) => i > at && address[at + 1] == '[' && address[address.Length - 1] == ']' && address[i] == ':';

    private static bool IsQuotedString(string address, int at)
    {
        for (var i = 1; i < at - 1; i++)
        {
            if (address[i] == '"')
                return false;
            if (address[i] == '\\' && ++i >= at - 1)
                return false;
        }
        return true;
    }

    private static MimeDraftException NotAnAddress(string address) => new($"'{HeaderEncoder.OneLine(address)}' is not an e-mail address.");

    // RFC 5322 section 3.6.8: field-name = 1*ftext; ftext = %d33-57 / %d59-126
    private static void CheckHeader(string name, string value)
    {
        if (string.IsNullOrEmpty(name) || value is null)
            throw new MimeDraftException("A header field has no name or no value.");
        foreach (var c in name)
        {
            if (c is <= ' ' or > '~' or ':')
                throw new MimeDraftException($"'{HeaderEncoder.OneLine(name)}' is not a name for a header field.");
        }
        if (OwnHeaders.Contains(name))
            throw new MimeDraftException($"The header field '{name}' is made from the draft's own members.");
    }

    private static void CheckAttachment(DraftAttachment attachment)
    {
        var type = attachment.ContentType;
        var slash = type.IndexOf('/');
        foreach (var c in type)
        {
            if (!HeaderEncoder.IsAtomText(c) && c != '.')
                slash = -1;
        }
        if (slash <= 0 || slash == type.Length - 1 || type.IndexOf('/', slash + 1) >= 0 || type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase))
            throw new MimeDraftException($"'{HeaderEncoder.OneLine(type)}' is not a content type for an attachment.");
        if (attachment.ContentId is not null)
            WireId(attachment.ContentId);
    }
}
