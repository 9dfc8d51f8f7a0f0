namespace ImapPS.Loopback.Mime;

/// <summary>Mail travels with CRLF; files seldom hold it.</summary>
internal static class LineEndings
{
    /// <summary>The octets with CR put before each LF that lacks it; the same array if none does.</summary>
    public static byte[] ToCrlf(byte[] bytes)
    {
        var missing = 0;
        for (var at = Array.IndexOf(bytes, (byte)'\n'); at >= 0; at = Array.IndexOf(bytes, (byte)'\n', at + 1))
        {
            if (at == 0 || bytes[at - 1] != '\r')
                missing++;
        }

        if (missing == 0)
            return bytes;
        var result = new byte[bytes.Length + missing];
        var to = 0;
        for (var from = 0; from < bytes.Length; from++)
        {
            if (bytes[from] == '\n' && (from == 0 || bytes[from - 1] != '\r'))
                result[to++] = (byte)'\r';
            result[to++] = bytes[from];
        }

        return result;
    }
}
