using System.Globalization;

namespace ImapPS.Client.Transport;

/// <summary>Asks a proxy, over a stream to it, for a connection to the mail server.</summary>
internal static class ProxyTunnel
{
    /// <exception cref="ImapException">ProxyFailed, ProxyAuthenticationFailed, or what the proxy reports of the server.</exception>
    public static Task OpenAsync(Stream stream, ProxyAddress proxy, string host, int port, CancellationToken cancellationToken) => proxy.Kind switch
    {
        ProxyKind.Socks5 => Socks5Tunnel.OpenAsync(stream, proxy, AsciiName(host), port, cancellationToken),
        ProxyKind.Socks4a => Socks4Tunnel.OpenAsync(stream, proxy, AsciiName(host), port, cancellationToken),
        _ => HttpTunnel.OpenAsync(stream, proxy, AsciiName(host), port, cancellationToken),
    };

    /// <summary>Reads exactly so much: what follows is the mail server's.</summary>
    internal static async Task ReadAsync(Stream stream, ProxyAddress proxy, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (!buffer.IsEmpty)
        {
            var count = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (count == 0)
                throw new ImapException(ImapError.ProxyFailed, $"The proxy {proxy} closed the connection while it was asked for the way.");
            buffer = buffer.Slice(count);
        }
    }

    /// <summary>Writes, and overwrites the octets afterwards: they may hold a password.</summary>
    internal static async Task WriteAsync(Stream stream, byte[] bytes, CancellationToken cancellationToken)
    {
        try
        {
            await stream.WriteAsync(bytes.AsMemory(), cancellationToken).ConfigureAwait(false);
            await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Array.Clear(bytes, 0, bytes.Length);
        }
    }

    private static string AsciiName(string host)
    {
        foreach (var c in host)
        {
            if (c > 127)
                return new IdnMapping().GetAscii(host);
        }

        return host;
    }
}
