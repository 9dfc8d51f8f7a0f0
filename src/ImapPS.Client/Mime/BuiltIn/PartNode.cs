namespace ImapPS.Client.Mime;

/// <summary>A part while the message is scanned: where it lies and what its header says of its inside.</summary>
internal sealed class PartNode
{
    internal required IReadOnlyList<MimeHeader> Headers { get; init; }

    internal required StructuredField ContentType { get; init; }

    internal required string TransferEncoding { get; init; }

    internal required int BodyStart { get; init; }

    internal int BodyEnd { get; set; }

    internal List<PartNode> Children { get; } = [];

    /// <summary>What separates the children, without its hyphens; null for what isn't scanned as a multipart.</summary>
    internal byte[]? Boundary { get; set; }

    internal MimePart? Built { get; set; }

    internal bool IsMultipart => ContentType.Value.StartsWith("multipart/", StringComparison.Ordinal);

    /// <summary>A message in a message, whose parts can be seen: one in base64 is content like any other (RFC 2046 section 5.2.1 forbids it).</summary>
    internal bool IsOpenMessage =>
        ContentType.Value is "message/rfc822" or "message/global" && TransferEncoding is not ("base64" or "quoted-printable");

    internal string? Header(string name)
    {
        foreach (var header in Headers)
        {
            if (header.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return header.Value;
        }
        return null;
    }
}
