namespace ImapPS.Client.Mime;

/// <summary>Makes parts of what the scanner found.</summary>
internal static class PartBuilder
{
    /// <summary>Builds all parts, innermost first; the first node's part is the body.</summary>
    internal static MimePart Build(ReadOnlyMemory<byte> message, List<PartNode> nodes)
    {
        for (var i = nodes.Count - 1; i >= 0; i--)
            nodes[i].Built = Build(message, nodes[i]);
        return nodes[0].Built!;
    }

    private static MimePart Build(ReadOnlyMemory<byte> message, PartNode node)
    {
        var disposition = Disposition(node);
        var body = message.Slice(node.BodyStart, node.BodyEnd - node.BodyStart);
        var encoding = node.TransferEncoding;
        node.ContentType.Parameters.TryGetValue("charset", out var charset);
        // A multipart in which no part was found is shown as the text that it is.
        var type = node.IsMultipart && node.Children.Count == 0 ? "text/plain" : node.ContentType.Value;
        return new MimePart(type, () => Open(body, node.Children.Count > 0 ? "" : encoding))
        {
            Headers = node.Headers,
            Parameters = node.ContentType.Parameters,
            Charset = charset,
            Disposition = disposition.Value.Length == 0 ? null : disposition.Value,
            FileName = FileName(disposition, node.ContentType),
            ContentId = ContentId(node.Header("Content-ID")),
            TransferEncoding = encoding,
            Size = node.IsMultipart && node.Children.Count > 0 ? 0 : body.Length,
            Children = node.Children.ConvertAll(child => child.Built!),
        };
    }

    private static StructuredField Disposition(PartNode node)
    {
        foreach (var header in node.Headers)
        {
            if (header.Name.Equals("Content-Disposition", StringComparison.OrdinalIgnoreCase))
                return StructuredField.Parse(header.Trimmed);
        }
        return StructuredField.Empty;
    }

    private static string? FileName(StructuredField disposition, StructuredField contentType)
    {
        if (disposition.Parameters.TryGetValue("filename", out var name) && name.Length > 0)
            return name;
        return contentType.Parameters.TryGetValue("name", out name) && name.Length > 0 ? name : null;
    }

    private static string? ContentId(string? value)
    {
        var id = value?.Trim().TrimStart('<').TrimEnd('>');
        return string.IsNullOrEmpty(id) ? null : id;
    }

    private static Stream Open(ReadOnlyMemory<byte> body, string encoding)
    {
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(body, out var segment);
        var stream = new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false);
        return encoding is "base64" or "quoted-printable" ? new TransferStream(stream, TransferEncodings.CreateDecoder(encoding)) : stream;
    }
}
