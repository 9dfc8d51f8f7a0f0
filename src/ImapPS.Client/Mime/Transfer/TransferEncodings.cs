namespace ImapPS.Client.Mime;

/// <summary>The coders by the name that Content-Transfer-Encoding, or BODYSTRUCTURE, gives. Source: RFC 2045 section 6.1.</summary>
public static class TransferEncodings
{
    /// <summary>A new decoder. Unknown names, like 7bit, 8bit and binary, give one that hands the bytes on as they are.</summary>
    public static TransferCoder CreateDecoder(string? encoding) =>
        Is(encoding, "base64") ? new Base64Decoder()
        : Is(encoding, "quoted-printable") ? new QuotedPrintableDecoder()
        : new IdentityCoder();

    /// <summary>A new encoder; as <see cref="CreateDecoder"/>.</summary>
    public static TransferCoder CreateEncoder(string? encoding) =>
        Is(encoding, "base64") ? new Base64Encoder()
        : Is(encoding, "quoted-printable") ? new QuotedPrintableEncoder()
        : new IdentityCoder();

    /// <summary>Whether the name is one of RFC 2045's; none at all stands for 7bit.</summary>
    public static bool IsKnown(string? encoding) =>
        string.IsNullOrWhiteSpace(encoding) || Is(encoding, "7bit") || Is(encoding, "8bit") || Is(encoding, "binary") || Is(encoding, "base64") || Is(encoding, "quoted-printable");

    private static bool Is(string? encoding, string name) => encoding is not null && encoding.Trim().Equals(name, StringComparison.OrdinalIgnoreCase);
}
