namespace ImapPS.Client.Mime;

/// <summary>The octets of a text part as text.</summary>
public static class MimeText
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Decodes by the charset, or by what the bytes look like where that is missing or wrong; a byte order mark is left out.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes, string? charset) =>
        Charsets.Decode(bytes.StartsWith(ByteOrderMark) ? bytes.Slice(ByteOrderMark.Length) : bytes, charset);
}
