using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ImapPS.Client.Transport;

/// <summary>CONNECT of HTTP/1.1 (RFC 9110 section 9.3.6), with Basic authentication (RFC 7617).</summary>
internal static class HttpTunnel
{
    private const int MaxHead = 16 * 1024;

    public static async Task OpenAsync(Stream stream, ProxyAddress proxy, string host, int port, CancellationToken cancellationToken)
    {
        await ProxyTunnel.WriteAsync(stream, Request(proxy, host, port), cancellationToken).ConfigureAwait(false);
        var line = await ReadHeadAsync(stream, proxy, cancellationToken).ConfigureAwait(false);
        // HTTP-version SP status-code SP [reason-phrase]; RFC 9112 section 4
        var parts = line.Split([' '], 3);
        if (parts.Length < 2 || !parts[0].StartsWith("HTTP/1.", StringComparison.Ordinal) || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var status))
            throw new ImapException(ImapError.ProxyFailed, $"The proxy {proxy} does not speak HTTP: \"{SafeText.Clean(line, 100)}\".") { Hint = "It may be a SOCKS proxy: socks5://host:port." };
        if (status is < 200 or > 299)
            throw Refusal(status, line, proxy, host, port);
    }

    private static byte[] Request(ProxyAddress proxy, string host, int port)
    {
        var target = IPAddress.TryParse(host, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6
            ? $"[{host}]:{port}"
            : $"{host}:{port}";
        var head = Encoding.ASCII.GetBytes($"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n");
        if (proxy.Credential is not { } credential)
            return [.. head, 13, 10];
        if (credential.UserName.IndexOf(':') >= 0)
            throw new ImapException(ImapError.InvalidArgument, "A user name for an HTTP proxy can't hold a colon.");
        var secret = Encoding.UTF8.GetBytes(credential.UserName + ":" + credential.Password);
        var encoded = new byte[(secret.Length + 2) / 3 * 4];
        System.Buffers.Text.Base64.EncodeToUtf8(secret, encoded, out _, out _);
        Array.Clear(secret, 0, secret.Length);
        byte[] whole = [.. head, .. "Proxy-Authorization: Basic "u8, .. encoded, 13, 10, 13, 10];
        Array.Clear(encoded, 0, encoded.Length);
        return whole;
    }

    /// <summary>Octet by octet: behind the empty line the mail server begins to speak.</summary>
    /// <returns>The first line.</returns>
    private static async Task<string> ReadHeadAsync(Stream stream, ProxyAddress proxy, CancellationToken cancellationToken)
    {
        var head = new List<byte>(512);
        var one = new byte[1];
        while (!EndsHead(head))
        {
            if (head.Count == MaxHead)
                throw new ImapException(ImapError.ProxyFailed, $"The proxy {proxy} answered with more than {MaxHead} octets of header.");
            await ProxyTunnel.ReadAsync(stream, proxy, one, cancellationToken).ConfigureAwait(false);
            head.Add(one[0]);
            if (head.Count == 2 && (head[0] != 'H' || head[1] != 'T'))
                throw new ImapException(ImapError.ProxyFailed, $"The proxy {proxy} does not speak HTTP.") { Hint = "It may be a SOCKS proxy: socks5://host:port." };
        }

        var end = head.IndexOf((byte)'\n');
        return Encoding.ASCII.GetString(head.GetRange(0, end).ToArray()).TrimEnd('\r');
    }

    private static bool EndsHead(List<byte> head)
    {
        var n = head.Count;
        return n >= 2 && head[n - 1] == '\n' && (head[n - 2] == '\n' || (n >= 3 && head[n - 2] == '\r' && head[n - 3] == '\n'));
    }

    private static ImapException Refusal(int status, string line, ProxyAddress proxy, string host, int port) => status switch
    {
        407 => new ImapException(
            ImapError.ProxyAuthenticationFailed,
            proxy.Credential is null ? $"The proxy {proxy} wants a user name and a password." : $"The proxy {proxy} refused the user name or the password.")
        {
            Hint = "Only Basic authentication is known here.",
        },
        403 or 405 => new ImapException(ImapError.ProxyFailed, $"The proxy {proxy} does not allow connections to {host} port {port}: \"{SafeText.Clean(line, 100)}\".")
        {
            Hint = "Many HTTP proxies allow CONNECT to port 443 only.",
        },
        504 => new ImapException(ImapError.ConnectTimeout, $"The proxy {proxy} reports: no connection to {host} port {port} in time."),
        502 or 503 => new ImapException(ImapError.ConnectionFailed, $"The proxy {proxy} could not connect to {host} port {port}: \"{SafeText.Clean(line, 100)}\"."),
        _ => new ImapException(ImapError.ProxyFailed, $"The proxy {proxy} refused to connect to {host} port {port}: \"{SafeText.Clean(line, 100)}\"."),
    };
}
