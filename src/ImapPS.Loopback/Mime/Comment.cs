namespace ImapPS.Loopback.Mime;

/// <summary>comment = "(" *([FWS] ccontent) [FWS] ")" (RFC 5322 section 3.2.2): comments nest.</summary>
internal static class Comment
{
    /// <summary>The position behind the comment that begins at <paramref name="start"/>; the end if it has none.</summary>
    public static int Skip(ReadOnlySpan<byte> value, int start)
    {
        var depth = 0;
        for (var i = start; i < value.Length; i++)
        {
            switch (value[i])
            {
                case (byte)'\\':
                    i++;
                    break;
                case (byte)'(':
                    depth++;
                    break;
                case (byte)')' when --depth == 0:
                    return i + 1;
            }
        }

        return value.Length;
    }
}
