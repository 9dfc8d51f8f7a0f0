using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace ImapPS.Client.Tests.Transport;

/// <summary>Makes TLS with everyone who connects, and nothing else.</summary>
internal sealed class TlsTestServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    /// <param name="certificate">With its key.</param>
    /// <param name="intermediates">Sent along.</param>
    /// <param name="protocols">Null for the platform's.</param>
    /// <param name="askClient">Whether a client certificate is asked for.</param>
    public TlsTestServer(X509Certificate2 certificate, IEnumerable<X509Certificate2>? intermediates = null, SslProtocols protocols = SslProtocols.None, bool askClient = false)
    {
        _listener.Start();
        var context = SslStreamCertificateContext.Create(certificate, [.. intermediates ?? []], offline: true);
        _ = Task.Run(async () =>
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                _ = ServeAsync(client, new SslServerAuthenticationOptions
                {
                    ServerCertificateContext = context,
                    EnabledSslProtocols = protocols,
                    ClientCertificateRequired = askClient,
                    RemoteCertificateValidationCallback = (_, shown, _, _) =>
                    {
                        ClientSubject = shown?.Subject;
                        return !askClient || shown is not null;
                    },
                });
            }
        });
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string? ClientSubject { get; private set; }

    public async Task<NetworkStream> DialAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, Port);
        return new NetworkStream(socket, ownsSocket: true);
    }

    public void Dispose() => _listener.Dispose();

    private static async Task ServeAsync(TcpClient client, SslServerAuthenticationOptions options)
    {
        using var tls = new SslStream(client.GetStream());
        try
        {
            await tls.AuthenticateAsServerAsync(options);
            await tls.WriteAsync(new byte[1]); // so that a client can wait until its certificate was looked at
            _ = await tls.ReadAsync(new byte[1]);
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            // The client refused us, as many tests want it to.
        }
    }
}
