namespace ImapPS.Client.Mime;

/// <summary>Reads a header that came by itself, such as BODY[HEADER.FIELDS (...)]. Source: RFC 5322 section 2.2.</summary>
public static class MimeHeaders
{
    /// <summary>The fields in their order, up to the empty line or the end; at most as many as said. Takes any bytes.</summary>
    public static IReadOnlyList<MimeHeader> Read(ReadOnlyMemory<byte> header, int maxHeaders = 10_000) =>
        new HeaderBlockReader(header, 0, new MessageScanner(header, MimeReadOptions.Default)).Read(maxHeaders);
}
