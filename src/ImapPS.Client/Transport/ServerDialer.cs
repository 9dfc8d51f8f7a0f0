using System.Net.Sockets;

namespace ImapPS.Client.Transport;

/// <summary>Opens the byte stream to a server: straight, or through a proxy.</summary>
/// <param name="tcp">Makes the TCP connection.</param>
public sealed class ServerDialer(TcpDialer tcp)
{
    public static ServerDialer Default { get; } = new(TcpDialer.Default);

    /// <param name="host">The mail server.</param>
    /// <param name="port">Its port.</param>
    /// <param name="proxy">Null for none.</param>
    /// <param name="timeout">For the whole of it, the proxy's work included.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ImapException">
    /// HostNotFound, ConnectionRefused, ConnectTimeout, ConnectionFailed; ProxyFailed and ProxyAuthenticationFailed for what
    /// concerns the proxy itself.
    /// </exception>
    public async Task<Stream> ConnectAsync(string host, int port, ProxyAddress? proxy, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (proxy is null)
            return new SocketStream(await tcp.ConnectAsync(host, port, timeout, cancellationToken).ConfigureAwait(false));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        Stream? stream = null;
        try
        {
            stream = await ToProxyAsync(proxy, timeout, limit.Token).ConfigureAwait(false);
            // Not every stream obeys a token; closing it ends a read for sure.
            using (limit.Token.Register(static state => ((Stream)state!).Dispose(), stream))
                await ProxyTunnel.OpenAsync(stream, proxy, host, port, limit.Token).ConfigureAwait(false);
            return stream;
        }
        catch (Exception e)
        {
            stream?.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            if (limit.IsCancellationRequested)
                throw new ImapException(ImapError.ConnectTimeout, $"No connection to {host} port {port} through the proxy {proxy} within {timeout.TotalSeconds:0.#} seconds.", e);
            if (e is ImapException)
                throw;
            throw new ImapException(ImapError.ProxyFailed, $"The connection to the proxy {proxy} broke: {e.Message}", e);
        }
    }

    private async Task<Stream> ToProxyAsync(ProxyAddress proxy, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            var stream = new NetworkStream(await tcp.ConnectAsync(proxy.Host, proxy.Port, timeout, cancellationToken).ConfigureAwait(false), ownsSocket: true);
            // What was given for the mail server's certificate (pin, authorities, client certificate) is not meant for the proxy's.
            return proxy.Kind == ProxyKind.Https
                ? (await TlsUpgrade.AuthenticateAsync(stream, proxy.Host, new TlsOptions(), timeout, cancellationToken).ConfigureAwait(false)).Stream
                : stream;
        }
        catch (ImapException e)
        {
            throw new ImapException(ImapError.ProxyFailed, $"The proxy {proxy} can't be reached. {e.Message}", e) { Hint = "Check -Proxy, or the environment variables ALL_PROXY and HTTPS_PROXY." };
        }
    }
}
