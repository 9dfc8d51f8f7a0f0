namespace ImapPS.Client.Mime;

/// <summary>A message that was read whole. Source: RFC 5322, RFC 2045 to 2049.</summary>
/// <remarks>Not thread-safe while its text is first asked for.</remarks>
public sealed class ParsedMessage
{
    private readonly List<MimePart> _parts = [];
    private string? _textBody;
    private string? _htmlBody;
    private bool _textRead;
    private bool _htmlRead;

    /// <summary>Makes a message of its header and its body.</summary>
    /// <param name="headers">The message's header.</param>
    /// <param name="body">The body; its <see cref="MimePart.Headers"/> are the message's.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public ParsedMessage(IReadOnlyList<MimeHeader> headers, MimePart body)
    {
        Headers = headers ?? throw new ArgumentNullException(nameof(headers));
        Body = body ?? throw new ArgumentNullException(nameof(body));
        CollectParts();
        Attachments = _parts.FindAll(part => part.IsAttachment);
    }

    /// <summary>The header's fields in their order.</summary>
    public IReadOnlyList<MimeHeader> Headers { get; }

    /// <summary>The body as a tree of parts.</summary>
    public MimePart Body { get; }

    /// <summary>All parts that have no parts themselves, in their order; not those inside attached messages.</summary>
    public IReadOnlyList<MimePart> Parts => _parts;

    /// <summary>Those of <see cref="Parts"/> that people would call attachments.</summary>
    public IReadOnlyList<MimePart> Attachments { get; }

    public IReadOnlyList<MimeAddress> From { get; init; } = [];

    public IReadOnlyList<MimeAddress> Sender { get; init; } = [];

    public IReadOnlyList<MimeAddress> ReplyTo { get; init; } = [];

    public IReadOnlyList<MimeAddress> To { get; init; } = [];

    public IReadOnlyList<MimeAddress> Cc { get; init; } = [];

    public IReadOnlyList<MimeAddress> Bcc { get; init; } = [];

    /// <summary>The subject, decoded; null if there is none.</summary>
    public string? Subject { get; init; }

    /// <summary>The Date field; null if it is missing or says nothing.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>The message id with its angle brackets, as ENVELOPE has it; null if there is none.</summary>
    public string? MessageId { get; init; }

    /// <summary>The (first) id that the message answers, with its angle brackets; null if there is none.</summary>
    public string? InReplyTo { get; init; }

    /// <summary>The ids of the thread, with their angle brackets, oldest first.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>What was wrong with the message, for people; empty for most.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>The engine's own object for the message, or null (built-in).</summary>
    public object? Raw { get; init; }

    /// <summary>The text of the first text/plain part that is no attachment; null if there is none.</summary>
    public string? TextBody
    {
        get
        {
            if (!_textRead)
                _textBody = FindText("text/plain")?.ReadText();
            _textRead = true;
            return _textBody;
        }
    }

    /// <summary>The text of the first text/html part that is no attachment; null if there is none.</summary>
    public string? HtmlBody
    {
        get
        {
            if (!_htmlRead)
                _htmlBody = FindText("text/html")?.ReadText();
            _htmlRead = true;
            return _htmlBody;
        }
    }

    private MimePart? FindText(string contentType) => _parts.Find(part => part.ContentType == contentType && !part.IsAttachment);

    private void CollectParts()
    {
        var open = new Stack<MimePart>();
        open.Push(Body);
        while (open.Count > 0)
        {
            var part = open.Pop();
            if (!part.IsMultipart || part.Children.Count == 0)
                _parts.Add(part);
            else
                for (var i = part.Children.Count - 1; i >= 0; i--)
                    open.Push(part.Children[i]);
        }
    }
}
