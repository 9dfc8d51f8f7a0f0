using System.Net.Sockets;
using ImapPS.Client.Connection;
using ImapPS.Client.Transport;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Connecting;

/// <summary>Makes a connection that is ready to log in over: TLS stands unless it was waived by name.</summary>
public static class Connector
{
    /// <exception cref="ImapException">The cause by name; with Auto, that of the port that answered.</exception>
    public static async Task<(ImapConnection Connection, Endpoint Endpoint)> ConnectAsync(ConnectRequest request, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(request.Host))
            throw new ImapException(ImapError.InvalidArgument, "No server was named.");
        if (request.Security != ConnectionSecurity.Auto)
            return await ConnectAsync(request, new Endpoint(PortFor(request), request.Security), cancellationToken).ConfigureAwait(false);
        if (request.Port is { } port)
            return await ConnectToPortAsync(request, port, cancellationToken).ConfigureAwait(false);
        try
        {
            return await ConnectAsync(request, new Endpoint(request.ImplicitTlsPort, ConnectionSecurity.ImplicitTls), cancellationToken).ConfigureAwait(false);
        }
        catch (ImapException e) when (e.Error is ImapError.ConnectionRefused or ImapError.ConnectTimeout or ImapError.ConnectionFailed)
        {
            // Nobody answers there. A server that did answer, and badly, is not gone round.
            return await ConnectAsync(request, new Endpoint(request.StartTlsPort, ConnectionSecurity.StartTls), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Connects to one port in one way.</summary>
    public static async Task<(ImapConnection Connection, Endpoint Endpoint)> ConnectAsync(ConnectRequest request, Endpoint endpoint, CancellationToken cancellationToken)
    {
        var options = request.Options;
        var socket = await TcpDialer.ConnectAsync(request.Host, endpoint.Port, options.ConnectTimeout, cancellationToken).ConfigureAwait(false);
        options.Trace?.Note($"connected to {request.Host} port {endpoint.Port}");
        Stream stream = new NetworkStream(socket, ownsSocket: true);
        var secure = endpoint.Security == ConnectionSecurity.ImplicitTls;
        if (secure)
        {
            stream = await TlsUpgrade.AuthenticateAsync(stream, request.Host, request.Tls, options.TlsTimeout, cancellationToken).ConfigureAwait(false);
            options.Trace?.Note("TLS started");
        }

        var connection = await ImapConnection.OpenAsync(stream, request.Host, secure, options, cancellationToken).ConfigureAwait(false);
        try
        {
            if (endpoint.Security == ConnectionSecurity.StartTls)
                await UpgradeAsync(connection, request, cancellationToken).ConfigureAwait(false);
            return (connection, endpoint);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static int PortFor(ConnectRequest request) => request.Port
        ?? (request.Security == ConnectionSecurity.ImplicitTls ? request.ImplicitTlsPort : request.StartTlsPort);

    /// <summary>A port was named, but not how it is protected: the usual ones tell by their number, others are tried with TLS first.</summary>
    private static async Task<(ImapConnection Connection, Endpoint Endpoint)> ConnectToPortAsync(ConnectRequest request, int port, CancellationToken cancellationToken)
    {
        if (port == request.StartTlsPort)
            return await ConnectAsync(request, new Endpoint(port, ConnectionSecurity.StartTls), cancellationToken).ConfigureAwait(false);
        try
        {
            return await ConnectAsync(request, new Endpoint(port, ConnectionSecurity.ImplicitTls), cancellationToken).ConfigureAwait(false);
        }
        catch (ImapException e) when (e.Error == ImapError.TlsFailed && port != request.ImplicitTlsPort)
        {
            return await ConnectAsync(request, new Endpoint(port, ConnectionSecurity.StartTls), cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task UpgradeAsync(ImapConnection connection, ConnectRequest request, CancellationToken cancellationToken)
    {
        if (connection.Greeting.Status == StatusKind.PreAuth)
        {
            throw new ImapException(ImapError.PreAuthRefused, $"{request.Host} says that it knows us already (PREAUTH) on a connection that was to be protected by STARTTLS, which is impossible then. It was closed.")
            {
                Response = connection.Greeting,
                Hint = "Somebody may be tampering with the connection. Use implicit TLS (port 993).",
            };
        }

        connection.AwaitsTls = true;
        if (connection.Capabilities is null)
            await connection.ExecuteAsync(SimpleCommand.Capability, null, CommandTraits.Alone, cancellationToken).ConfigureAwait(false);
        if (connection.Capabilities is not { StartTls: true })
        {
            throw new ImapException(ImapError.StartTlsUnavailable, $"{request.Host} does not offer STARTTLS, and nothing is sent in the clear.")
            {
                Hint = "Use implicit TLS (port 993); -Security None exists for servers that have no TLS at all.",
            };
        }

        await connection.StartTlsAsync(request.Tls, cancellationToken).ConfigureAwait(false);
    }
}
