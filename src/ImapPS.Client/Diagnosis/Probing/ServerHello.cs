namespace ImapPS.Client.Diagnosis;

/// <summary>What a server's first TLS record says: the version and suite that it chose, or the alert that it sent.</summary>
/// <remarks>
/// <code>
/// struct {                                    ; RFC 8446 section 4.1.3
///     ProtocolVersion legacy_version; Random random; opaque legacy_session_id_echo&lt;0..32&gt;;
///     CipherSuite cipher_suite; uint8 legacy_compression_method; Extension extensions&lt;6..2^16-1&gt;;
/// } ServerHello;
/// </code>
/// A HelloRetryRequest has the same form, and chooses a version as well.
/// </remarks>
internal readonly record struct ServerHello(int Version, int Suite, int? Alert)
{
    public const int RecordHeader = 5;

    /// <summary>RFC 8446 section 5.2, and RFC 5246's allowance for compression.</summary>
    public const int MaxRecord = RecordHeader + (16 * 1024) + 2048;

    private const int SupportedVersions = 0x002B;

    /// <summary>How long the record is, its header included; null if these are not the first bytes of one that answers.</summary>
    public static int? RecordLength(ReadOnlySpan<byte> header)
    {
        if (header.Length < RecordHeader || header[0] is not (0x15 or 0x16) || header[1] != 3)
            return null;
        var length = RecordHeader + Number(header.Slice(3));
        return length <= MaxRecord ? length : null;
    }

    /// <summary>Reads one whole record.</summary>
    /// <returns>Null if it can't be read as either.</returns>
    public static ServerHello? Read(ReadOnlySpan<byte> record)
    {
        if (RecordLength(record) is not { } length || record.Length < length)
            return null;
        var body = record.Slice(RecordHeader, length - RecordHeader);
        if (record[0] == 0x15)
            return body.Length == 2 ? new ServerHello(0, 0, body[1]) : null;

        // Handshake type and length, version, random.
        const int SessionId = 4 + 2 + 32;
        if (body.Length <= SessionId || body[0] != 2)
            return null;
        var suite = SessionId + 1 + body[SessionId];
        if (body.Length < suite + 3)
            return null;
        var hello = new ServerHello(Number(body.Slice(4)), Number(body.Slice(suite)), null);
        return body.Length < suite + 5 ? hello : hello with { Version = Chosen(body.Slice(suite + 5)) ?? hello.Version };
    }

    private static int? Chosen(ReadOnlySpan<byte> extensions)
    {
        while (extensions.Length >= 4)
        {
            var length = Number(extensions.Slice(2));
            if (extensions.Length < 4 + length)
                return null;
            if (Number(extensions) == SupportedVersions && length == 2)
                return Number(extensions.Slice(4));
            extensions = extensions.Slice(4 + length);
        }

        return null;
    }

    private static int Number(ReadOnlySpan<byte> bytes) => (bytes[0] << 8) | bytes[1];
}
