namespace ImapPS.Loopback.Mime;

/// <summary>Writes ENVELOPE from a header, its strings raw: nothing of RFC 2047 is decoded (RFC 9051 section 7.5.2).</summary>
/// <remarks>
/// <code>
/// envelope = "(" env-date SP env-subject SP env-from SP env-sender SP env-reply-to SP env-to SP env-cc SP env-bcc SP
///            env-in-reply-to SP env-message-id ")"
/// </code>
/// </remarks>
internal static class EnvelopeWriter
{
    public static void Write(WireBuffer output, HeaderBlock header)
    {
        var from = Present(header.Find("FROM"u8));
        output.Append((byte)'(').NString(header.Find("DATE"u8));
        output.Append((byte)' ').NString(header.Find("SUBJECT"u8));
        Addresses(output, from);

        // RFC 9051 section 7.5.2: missing or empty Sender and Reply-To are From's.
        Addresses(output, Present(header.Find("SENDER"u8)) ?? from);
        Addresses(output, Present(header.Find("REPLY-TO"u8)) ?? from);
        Addresses(output, All(header, "TO"u8));
        Addresses(output, All(header, "CC"u8));
        Addresses(output, All(header, "BCC"u8));
        output.Append((byte)' ').NString(header.Find("IN-REPLY-TO"u8));
        output.Append((byte)' ').NString(header.Find("MESSAGE-ID"u8)).Append((byte)')');
    }

    private static void Addresses(WireBuffer output, byte[]? value)
    {
        output.Append((byte)' ');
        AddressListWriter.Write(output, value);
    }

    private static byte[]? Present(byte[]? value) => value is { Length: > 0 } ? value : null;

    /// <summary>All fields of the name as one list: mail with several To lines exists.</summary>
    private static byte[]? All(HeaderBlock header, ReadOnlySpan<byte> upperName)
    {
        byte[]? first = null;
        WireBuffer? joined = null;
        foreach (var field in header.Fields)
        {
            if (!Protocol.Grammar.ByteText.EqualsIgnoreCase(header.Name(field), upperName))
                continue;
            var value = header.Value(field);
            if (first is null)
            {
                first = value;
                continue;
            }

            joined ??= new WireBuffer().Append(first);
            joined.Append((byte)',').Append(value);
        }

        return joined?.ToArray() ?? first;
    }
}
