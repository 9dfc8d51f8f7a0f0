using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ImapPS.Client.Transport;

/// <summary>SOCKS version 5 (RFC 1928), with user name and password (RFC 1929).</summary>
internal static class Socks5Tunnel
{
    private const byte NoAuthentication = 0;
    private const byte UserNamePassword = 2;
    private const byte NoneAcceptable = 0xff;

    public static async Task OpenAsync(Stream stream, ProxyAddress proxy, string host, int port, CancellationToken cancellationToken)
    {
        // +----+----------+----------+
        // |VER | NMETHODS | METHODS  |     RFC 1928 section 3
        // +----+----------+----------+
        byte[] methods = proxy.Credential is null ? [5, 1, NoAuthentication] : [5, 2, NoAuthentication, UserNamePassword];
        await ProxyTunnel.WriteAsync(stream, methods, cancellationToken).ConfigureAwait(false);
        var answer = new byte[2];
        await ProxyTunnel.ReadAsync(stream, proxy, answer, cancellationToken).ConfigureAwait(false);
        if (answer[0] != 5)
            throw new ImapException(ImapError.ProxyFailed, $"The proxy {proxy} does not speak SOCKS 5.") { Hint = "It may be an HTTP proxy: http://host:port." };
        switch (answer[1])
        {
            case NoAuthentication:
                break;
            case UserNamePassword when proxy.Credential is not null:
                await AuthenticateAsync(stream, proxy, cancellationToken).ConfigureAwait(false);
                break;
            case NoneAcceptable:
                throw new ImapException(
                    ImapError.ProxyAuthenticationFailed,
                    proxy.Credential is null ? $"The proxy {proxy} wants a user name and a password." : $"The proxy {proxy} takes no user name and password.");
            default:
                throw new ImapException(ImapError.ProxyFailed, $"The proxy {proxy} chose a way to log in that was not offered ({answer[1]}).");
        }

        await ProxyTunnel.WriteAsync(stream, Request(host, port), cancellationToken).ConfigureAwait(false);
        await ReadReplyAsync(stream, proxy, host, port, cancellationToken).ConfigureAwait(false);
    }

    private static async Task AuthenticateAsync(Stream stream, ProxyAddress proxy, CancellationToken cancellationToken)
    {
        // +----+------+----------+------+----------+
        // |VER | ULEN |  UNAME   | PLEN |  PASSWD  |     RFC 1929 section 2
        // +----+------+----------+------+----------+
        var user = Encoding.UTF8.GetBytes(proxy.Credential!.UserName);
        var password = Encoding.UTF8.GetBytes(proxy.Credential.Password);
        try
        {
            if (user.Length is 0 or > 255 || password.Length > 255)
                throw new ImapException(ImapError.InvalidArgument, "A SOCKS user name has 1 to 255 octets, the password at most 255.");
            byte[] message = [1, (byte)user.Length, .. user, (byte)password.Length, .. password];
            await ProxyTunnel.WriteAsync(stream, message, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Array.Clear(password, 0, password.Length);
        }

        var answer = new byte[2];
        await ProxyTunnel.ReadAsync(stream, proxy, answer, cancellationToken).ConfigureAwait(false);
        if (answer[1] != 0)
            throw new ImapException(ImapError.ProxyAuthenticationFailed, $"The proxy {proxy} refused the user name or the password.");
    }

    // +----+-----+-------+------+----------+----------+
    // |VER | CMD |  RSV  | ATYP | DST.ADDR | DST.PORT |     RFC 1928 section 4
    // +----+-----+-------+------+----------+----------+
    private static byte[] Request(string host, int port)
    {
        byte[] destination;
        if (IPAddress.TryParse(host, out var address))
        {
            destination = [address.AddressFamily == AddressFamily.InterNetwork ? (byte)1 : (byte)4, .. address.GetAddressBytes()];
        }
        else
        {
            var name = Encoding.ASCII.GetBytes(host);
            if (name.Length > 255)
                throw new ImapException(ImapError.InvalidArgument, "A host name has at most 255 octets.");
            destination = [3, (byte)name.Length, .. name];
        }

        return [5, 1, 0, .. destination, (byte)(port >> 8), (byte)port];
    }

    private static async Task ReadReplyAsync(Stream stream, ProxyAddress proxy, string host, int port, CancellationToken cancellationToken)
    {
        var head = new byte[5];
        await ProxyTunnel.ReadAsync(stream, proxy, head, cancellationToken).ConfigureAwait(false);
        if (head[0] != 5)
            throw new ImapException(ImapError.ProxyFailed, $"The proxy {proxy} does not speak SOCKS 5.");
        if (head[1] != 0)
            throw Refusal(head[1], proxy, host, port);
        // The address that the proxy bound: of no use here, but it must be read to its end. The fifth octet is its first, or its length.
        var rest = head[3] switch
        {
            1 => 3 + 2,
            3 => head[4] + 2,
            4 => 15 + 2,
            _ => throw new ImapException(ImapError.ProxyFailed, $"The proxy {proxy} answered with an address of an unknown kind ({head[3]})."),
        };
        await ProxyTunnel.ReadAsync(stream, proxy, new byte[rest], cancellationToken).ConfigureAwait(false);
    }

    // RFC 1928 section 6.
    private static ImapException Refusal(byte code, ProxyAddress proxy, string host, int port) => code switch
    {
        2 => new ImapException(ImapError.ProxyFailed, $"The proxy {proxy} does not allow connections to {host} port {port}."),
        3 => new ImapException(ImapError.ConnectionFailed, $"The proxy {proxy} reports: the network of {host} can't be reached."),
        4 => new ImapException(ImapError.ConnectionFailed, $"The proxy {proxy} reports: {host} can't be reached, or its name can't be found."),
        5 => new ImapException(ImapError.ConnectionRefused, $"The proxy {proxy} reports: {host} refused the connection on port {port}."),
        6 => new ImapException(ImapError.ConnectTimeout, $"The proxy {proxy} reports: no connection to {host} port {port} in time."),
        _ => new ImapException(ImapError.ProxyFailed, $"The proxy {proxy} could not connect to {host} port {port} (code {code})."),
    };
}
