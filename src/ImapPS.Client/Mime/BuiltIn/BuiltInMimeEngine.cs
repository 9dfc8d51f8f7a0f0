namespace ImapPS.Client.Mime;

/// <summary>The reader and writer that is always there. Source: RFC 5322, RFC 2045 to 2047, RFC 2183, RFC 2231.</summary>
/// <remarks>A message is held in memory once; its parts are views of it. No recursion, every limit in <see cref="MimeReadOptions"/>.</remarks>
public sealed class BuiltInMimeEngine : IMimeEngine
{
    /// <inheritdoc/>
    public string Name => "built-in";

    /// <inheritdoc/>
    public ParsedMessage Read(Stream message, MimeReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= MimeReadOptions.Default;
        ReadOnlyMemory<byte> bytes = MessageBuffer.Read(message, options.MaxMessageLength, cancellationToken);
        var scanner = new MessageScanner(bytes, options);
        var root = scanner.Run(cancellationToken);
        var body = PartBuilder.Build(bytes, scanner.Nodes);
        return new ParsedMessage(root.Headers, body)
        {
            From = Addresses(root, "From"),
            Sender = Addresses(root, "Sender"),
            ReplyTo = Addresses(root, "Reply-To"),
            To = Addresses(root, "To"),
            Cc = Addresses(root, "Cc"),
            Bcc = Addresses(root, "Bcc"),
            Subject = root.Header("Subject"),
            Date = MailDate.TryParse(root.Header("Date"), out var date) ? date : null,
            MessageId = Ids(root, "Message-ID") is [var id, ..] ? id : null,
            InReplyTo = Ids(root, "In-Reply-To") is [var answered, ..] ? answered : null,
            References = Ids(root, "References"),
            Problems = scanner.Problems,
        };
    }

    /// <inheritdoc/>
    public void Write(MessageDraft draft, Stream destination, CancellationToken cancellationToken = default)
    {
        DraftRules.Check(draft);
        if (destination is null)
            throw new ArgumentNullException(nameof(destination));
        new DraftWriter(draft, destination, cancellationToken).Write();
    }

    private static List<MimeAddress> Addresses(PartNode root, string name)
    {
        // RFC 5322 section 3.6 allows each field once; some senders repeat To and Cc.
        var result = new List<MimeAddress>();
        foreach (var header in root.Headers)
        {
            if (header.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && result.Count < AddressReader.MaxAddresses)
                result.AddRange(AddressReader.Read(header.Trimmed));
        }
        return result;
    }

    private static List<string> Ids(PartNode root, string name) => MessageIds.Read(root.Header(name));
}
