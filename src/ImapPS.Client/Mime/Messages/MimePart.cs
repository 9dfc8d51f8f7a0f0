using System.Diagnostics;

namespace ImapPS.Client.Mime;

/// <summary>A part of a message: the message's own body, or one of those inside it. Source: RFC 2045, RFC 2046, RFC 2183.</summary>
[DebuggerDisplay("{ContentType} {FileName}")]
public sealed class MimePart
{
    /// <summary>The most of a part that is made into text, in bytes of its decoded content.</summary>
    public const int MaxTextLength = 64 * 1024 * 1024;

    private static readonly IReadOnlyDictionary<string, string> NoParameters = new Dictionary<string, string>();
    private readonly Func<Stream> _open;

    /// <summary>Makes a part.</summary>
    /// <param name="contentType">Media type as "type/subtype" in lower case.</param>
    /// <param name="open">Opens the decoded content; may be called again and again.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public MimePart(string contentType, Func<Stream> open)
    {
        ContentType = contentType ?? throw new ArgumentNullException(nameof(contentType));
        _open = open ?? throw new ArgumentNullException(nameof(open));
    }

    /// <summary>Media type as "type/subtype" in lower case; text/plain where the message doesn't say (RFC 2045 section 5.2).</summary>
    public string ContentType { get; }

    /// <summary>Decoded parameters of Content-Type, names without case.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = NoParameters;

    /// <summary>The part's own header.</summary>
    public IReadOnlyList<MimeHeader> Headers { get; init; } = [];

    /// <summary>What the part says its charset is, or null.</summary>
    public string? Charset { get; init; }

    /// <summary>The decoded name from Content-Disposition, else from Content-Type, as the sender chose it: not safe as a path. Null if there is none.</summary>
    public string? FileName { get; init; }

    /// <summary>"attachment", "inline" or another word, in lower case; null where the part doesn't say.</summary>
    public string? Disposition { get; init; }

    /// <summary>Content-ID without its angle brackets, or null.</summary>
    public string? ContentId { get; init; }

    /// <summary>Content-Transfer-Encoding in lower case; "7bit" where the part doesn't say.</summary>
    public string TransferEncoding { get; init; } = "7bit";

    /// <summary>Size as it is in the message, before decoding (as in BODYSTRUCTURE), in bytes; 0 for a multipart.</summary>
    public long Size { get; init; }

    /// <summary>The parts of a multipart; the one body inside a message/rfc822; else none.</summary>
    public IReadOnlyList<MimePart> Children { get; init; } = [];

    /// <summary>Whether it is a multipart.</summary>
    public bool IsMultipart => ContentType.StartsWith("multipart/", StringComparison.Ordinal);

    /// <summary>Whether it is a message in a message.</summary>
    public bool IsMessage => ContentType is "message/rfc822" or "message/global";

    /// <summary>Whether people would call it an attachment, by <see cref="AttachmentRules"/>.</summary>
    public bool IsAttachment => AttachmentRules.IsAttachment(ContentType, Disposition, FileName, ContentId);

    /// <summary>Opens the decoded content, from its start; every call gives a stream of its own. What a multipart gives depends on the engine: open its children.</summary>
    public Stream OpenContent() => _open();

    /// <summary>The decoded content as text, by its charset, or by what the bytes look like where that is missing or wrong.</summary>
    public string ReadText()
    {
        using var content = OpenContent();
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while (buffer.Length < MaxTextLength && (read = content.Read(chunk, 0, chunk.Length)) > 0)
            buffer.Write(chunk, 0, read);
        return MimeText.Decode(buffer.GetBuffer().AsSpan(0, (int)buffer.Length), Charset);
    }
}
