using System.Net;
using System.Net.Sockets;
using ImapPS.Client.Connecting;
using ImapPS.Client.Connection;
using ImapPS.Client.Transport;
using ImapPS.Loopback;
using System.Security.Cryptography.X509Certificates;

namespace ImapPS.Client.Tests.Connecting;

/// <summary>A network of one machine: every name is 127.0.0.1, ports can be holes, and every attempt is written down.</summary>
internal sealed class TestNetwork : IHostResolver
{
    private readonly Dictionary<int, Func<bool>> _holds = [];
    private readonly List<int> _attempts = [];

    public TestNetwork() => Dialer = new ServerDialer(new TcpDialer(this, ConnectAsync));

    public ServerDialer Dialer { get; }

    public IReadOnlyList<int> Attempts
    {
        get
        {
            lock (_attempts)
                return _attempts.ToArray();
        }
    }

    /// <summary>Attempts at that port get no answer.</summary>
    public void Blackhole(int port) => Hold(port, static () => false);

    /// <summary>Attempts at that port get no answer before this is true.</summary>
    public void Hold(int port, Func<bool> until) => _holds[port] = until;

    public ConnectRequest Request(LoopbackServer server, params IEnumerable<X509Certificate2> authorities) => new(server.Host)
    {
        ImplicitTlsPort = server.TlsPort,
        StartTlsPort = server.Port,
        Dialer = Dialer,
        // However slow the machine is, the other port's turn comes when the first has failed; who wants it sooner says so.
        Stagger = TimeSpan.FromMinutes(1),
        Tls = new TlsOptions { CertificateAuthorities = [.. authorities, .. Authority(server)] },
        Options = new ConnectionOptions().WithTimeout(TimeSpan.FromMinutes(1)),
    };

    public static X509Certificate2[] Authority(LoopbackServer server) =>
        server.CertificateAuthorityPem is { } pem ? [X509Certificate2.CreateFromPem(pem)] : [];

    public Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<IPAddress>>([IPAddress.Loopback]);

    private async Task<Socket> ConnectAsync(IPEndPoint endpoint, CancellationToken cancellationToken)
    {
        lock (_attempts)
            _attempts.Add(endpoint.Port);
        while (_holds.TryGetValue(endpoint.Port, out var until) && !until())
            await Task.Delay(10, cancellationToken);
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endpoint, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
