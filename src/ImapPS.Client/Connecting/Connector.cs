using System.Diagnostics;
using ImapPS.Client.Connection;
using ImapPS.Client.Transport;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Connecting;

/// <summary>Makes a connection that is ready to log in over: TLS stands unless it was waived by name.</summary>
public static class Connector
{
    /// <summary>Finds the way in, remembers it where that was asked for, and tells what the user should know.</summary>
    /// <exception cref="ImapException">The cause by name; where two ports were tried, the one that tells more, and both in the message.</exception>
    public static async Task<(ImapConnection Connection, Endpoint Endpoint)> ConnectAsync(ConnectRequest request, CancellationToken cancellationToken)
    {
        HostName.Check(request.Host);
        var memory = request.UseMemory ? new EndpointMemory(request.MemoryPath, request.Warning) : null;
        var remembered = memory is null ? null : await memory.FindAsync(request.Host, cancellationToken).ConfigureAwait(false);
        Warn(request, remembered);
        if (remembered is not null && IsOpenQuestion(request))
            request.Step?.Invoke(new ConnectionStep(TimeSpan.Zero, request.Host, remembered.Port, remembered.Security, ConnectionStepKind.Remembered));
        var (connection, endpoint) = await ConnectAsync(request, remembered, cancellationToken).ConfigureAwait(false);
        try
        {
            foreach (var alert in connection.UnauthenticatedAlerts)
                request.Alert?.Invoke($"Not authenticated, as it came before TLS stood: {alert}");
            // What was found without looking at the certificate is not worth remembering.
            if (memory is not null && IsOpenQuestion(request) && !request.Tls.SkipCertificateCheck)
                await memory.RememberAsync(new RememberedEndpoint(request.Host, endpoint.Port, endpoint.Security, TlsSeen: true, DateTimeOffset.UtcNow), cancellationToken).ConfigureAwait(false);
            return (connection, endpoint);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Connects to one port in one way.</summary>
    /// <param name="request">Where and within what bounds.</param>
    /// <param name="endpoint">The port and the way.</param>
    /// <param name="connected">Called when the TCP connection stands.</param>
    /// <param name="cancellationToken">Ends the attempt; nothing is left open.</param>
    internal static async Task<ImapConnection> ConnectAsync(ConnectRequest request, Endpoint endpoint, Action? connected, CancellationToken cancellationToken)
    {
        var options = request.Options;
        var proxy = request.Proxy ?? (request.UseEnvironmentProxy ? ProxyEnvironment.For(request.Host, endpoint.Port) : null);
        var stream = await request.Dialer.ConnectAsync(request.Host, endpoint.Port, proxy, options.ConnectTimeout, cancellationToken).ConfigureAwait(false);
        options.Note($"connected to {request.Host} port {endpoint.Port}{(proxy is null ? "" : " through " + proxy)}");
        connected?.Invoke();
        var line = stream as SocketStream;
        TlsReport? report = null;
        if (endpoint.Security == ConnectionSecurity.ImplicitTls)
        {
            (stream, report) = await TlsUpgrade.AuthenticateAsync(stream, request.Host, request.Tls, options.TlsTimeout, cancellationToken).ConfigureAwait(false);
            options.Note("TLS started: " + report);
        }

        var startTls = endpoint.Security == ConnectionSecurity.StartTls;
        var connection = await ImapConnection.OpenAsync(stream, request.Host, report is not null, options, cancellationToken, startTls, report).ConfigureAwait(false);
        connection.Line = line;
        try
        {
            if (startTls)
                await UpgradeAsync(connection, request, cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static Task<(ImapConnection Connection, Endpoint Endpoint)> ConnectAsync(ConnectRequest request, RememberedEndpoint? remembered, CancellationToken cancellationToken)
    {
        if (IsOpenQuestion(request))
            return DiscoverAsync(request, remembered, cancellationToken);
        if (request.Security == ConnectionSecurity.Auto)
            return ConnectToPortAsync(request, request.Port!.Value, cancellationToken);
        var port = request.Port ?? (request.Security == ConnectionSecurity.ImplicitTls ? request.ImplicitTlsPort : request.StartTlsPort);
        return ConnectAsync(request, new Endpoint(port, request.Security), cancellationToken);
    }

    private static async Task<(ImapConnection Connection, Endpoint Endpoint)> ConnectAsync(ConnectRequest request, Endpoint endpoint, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        Tell(ConnectionStepKind.Started);
        try
        {
            var connection = await ConnectAsync(request, endpoint, () => Tell(ConnectionStepKind.Connected), cancellationToken).ConfigureAwait(false);
            Tell(ConnectionStepKind.Verified);
            Tell(ConnectionStepKind.Chosen);
            return (connection, endpoint);
        }
        catch (ImapException e)
        {
            Tell(ConnectionStepKind.Failed, e.Message);
            throw;
        }

        void Tell(ConnectionStepKind kind, string detail = "") =>
            request.Step?.Invoke(new ConnectionStep(clock.Elapsed, request.Host, endpoint.Port, endpoint.Security, kind, detail));
    }

    private static bool IsOpenQuestion(ConnectRequest request) => request is { Security: ConnectionSecurity.Auto, Port: null };

    private static async Task<(ImapConnection Connection, Endpoint Endpoint)> DiscoverAsync(ConnectRequest request, RememberedEndpoint? remembered, CancellationToken cancellationToken)
    {
        try
        {
            return await new DiscoveryRun(request, DiscoveryPlan.For(request, remembered)).RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ImapException e) when (remembered is { TlsSeen: true } && e.Error is ImapError.StartTlsUnavailable or ImapError.PreAuthRefused or ImapError.TlsFailed)
        {
            throw new ImapException(e.Error, e.Message, e)
            {
                Response = e.Response,
                Hint = $"{request.Host} had TLS on {remembered!.LastUsed:yyyy-MM-dd} (port {remembered.Port}). If it was not taken away on purpose, somebody may be tampering with the connection.",
            };
        }
    }

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

    private static void Warn(ConnectRequest request, RememberedEndpoint? remembered)
    {
        if (request.Security == ConnectionSecurity.None)
        {
            request.Warning?.Invoke($"The connection to {request.Host} is not protected by TLS: everybody on the way can read and change everything, and the password where the server takes no mechanism that hides it."
                + (remembered is { TlsSeen: true } ? $" The server had TLS on {remembered.LastUsed:yyyy-MM-dd}." : ""));
        }
        else if (request.Tls.SkipCertificateCheck)
        {
            request.Warning?.Invoke($"The certificate of {request.Host} is not checked: whoever answers there is taken for the server.");
        }
    }

    private static async Task UpgradeAsync(ImapConnection connection, ConnectRequest request, CancellationToken cancellationToken)
    {
        if (connection.Greeting.Status == StatusKind.PreAuth)
        {
            throw new ImapException(ImapError.PreAuthRefused, $"{request.Host} says that it knows us already (PREAUTH) on a connection that was to be protected by STARTTLS, which is impossible then. It was closed.")
            {
                Hint = "Somebody may be tampering with the connection. Use implicit TLS (port 993).",
            };
        }

        // A server that keeps talking without an answer holds nobody longer than one that is silent.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(request.Options.GreetingTimeout + request.Options.TlsTimeout);
        try
        {
            if (connection.Capabilities is null)
                await connection.ExecuteAsync(SimpleCommand.Capability, null, CommandTraits.Alone, limit.Token).ConfigureAwait(false);
            if (connection.Capabilities is not { StartTls: true })
            {
                throw new ImapException(ImapError.StartTlsUnavailable, $"{request.Host} does not offer STARTTLS, and nothing is sent in the clear.")
                {
                    Hint = "Use implicit TLS (port 993); -Security None exists for servers that have no TLS at all.",
                };
            }

            await connection.StartTlsAsync(request.Tls, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ImapException(ImapError.CommandTimeout, $"{request.Host} did not start TLS in time.");
        }
    }
}
