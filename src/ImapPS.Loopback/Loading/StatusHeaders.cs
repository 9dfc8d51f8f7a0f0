using ImapPS.Loopback.Mime;
using ImapPS.Protocol.Values;

namespace ImapPS.Loopback.Loading;

/// <summary>Flags as mbox files keep them, in the headers Status and X-Status.</summary>
internal static class StatusHeaders
{
    public static MessageFlags ToFlags(HeaderBlock header)
    {
        var flags = SystemFlags.None;
        foreach (var letter in header.Find("STATUS"u8) ?? [])
            flags |= letter == 'R' ? SystemFlags.Seen : SystemFlags.None;
        foreach (var letter in header.Find("X-STATUS"u8) ?? [])
        {
            flags |= letter switch
            {
                (byte)'A' => SystemFlags.Answered,
                (byte)'F' => SystemFlags.Flagged,
                (byte)'D' => SystemFlags.Deleted,
                (byte)'T' => SystemFlags.Draft,
                _ => SystemFlags.None,
            };
        }

        return MessageFlags.Create(flags);
    }
}
