using System.Net;
using System.Net.Sockets;

namespace ImapPS.Client.Connecting;

/// <summary>Tells whether compressing is worth it.</summary>
/// <remarks>
/// The link's speed is not known before much was sent over it, but where the server stands is: on this machine or in the
/// same private network a link is faster than any server compresses, beyond that it rarely is.
/// </remarks>
public static class CompressionPolicy
{
    /// <param name="address">The server's; null if it is reached through a proxy, wherever that stands.</param>
    public static bool IsWorthIt(IPAddress? address)
    {
        if (address is null)
            return true;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (IPAddress.IsLoopback(address))
            return false;
        var bytes = address.GetAddressBytes();
        // Private and link-local: RFC 1918 and RFC 3927, RFC 4193 and RFC 4291 section 2.5.6.
        return address.AddressFamily == AddressFamily.InterNetwork
            ? !(bytes[0] == 10 || (bytes[0] == 172 && (bytes[1] & 0xf0) == 16) || (bytes[0] == 192 && bytes[1] == 168) || (bytes[0] == 169 && bytes[1] == 254))
            : !((bytes[0] & 0xfe) == 0xfc || (bytes[0] == 0xfe && (bytes[1] & 0xc0) == 0x80));
    }
}
