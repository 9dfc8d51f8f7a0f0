using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ImapPS.Client.Transport;

/// <summary>SOCKS version 4 with the extension 4A ("SOCKS 4A: A Simple Extension to SOCKS 4 Protocol").</summary>
internal static class Socks4Tunnel
{
    private const byte Granted = 90;

    public static async Task OpenAsync(Stream stream, ProxyAddress proxy, string host, int port, CancellationToken cancellationToken)
    {
        await ProxyTunnel.WriteAsync(stream, Request(proxy, host, port), cancellationToken).ConfigureAwait(false);
        var reply = new byte[8];
        await ProxyTunnel.ReadAsync(stream, proxy, reply, cancellationToken).ConfigureAwait(false);
        if (reply[0] != 0)
            throw new ImapException(ImapError.ProxyFailed, $"The proxy {proxy} does not speak SOCKS 4.") { Hint = "It may be an HTTP proxy: http://host:port." };
        switch (reply[1])
        {
            case Granted:
                return;
            case 92 or 93:
                throw new ImapException(ImapError.ProxyAuthenticationFailed, $"The proxy {proxy} could not confirm who we are (code {reply[1]}).");
            default:
                // 91 says "rejected or failed", and no more.
                throw new ImapException(ImapError.ConnectionFailed, $"The proxy {proxy} could not, or would not, connect to {host} port {port}.");
        }
    }

    // VN=4, CD=1, DSTPORT, DSTIP (0.0.0.x for a name), USERID, NUL, and for a name: the name, NUL
    private static byte[] Request(ProxyAddress proxy, string host, int port)
    {
        if (proxy.Credential is { Password.Length: > 0 })
            throw new ImapException(ImapError.InvalidArgument, "SOCKS 4A has no passwords.") { Hint = "Use socks5:// if the proxy speaks it." };
        var user = Encoding.UTF8.GetBytes(proxy.Credential?.UserName ?? "");
        if (Array.IndexOf(user, (byte)0) >= 0)
            throw new ImapException(ImapError.InvalidArgument, "A SOCKS user name can't hold a NUL.");
        byte[] head = [4, 1, (byte)(port >> 8), (byte)port];
        if (!IPAddress.TryParse(host, out var address))
            return [.. head, 0, 0, 0, 1, .. user, 0, .. Encoding.ASCII.GetBytes(host), 0];
        if (address.AddressFamily != AddressFamily.InterNetwork)
            throw new ImapException(ImapError.InvalidArgument, "SOCKS 4A knows no IPv6 addresses.") { Hint = "Use socks5:// if the proxy speaks it, or the server's name." };
        return [.. head, .. address.GetAddressBytes(), .. user, 0];
    }
}
