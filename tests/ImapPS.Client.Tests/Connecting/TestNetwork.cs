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
    private readonly Dictionary<int, TimeSpan> _delays = [];
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

    /// <summary>A port that nobody may listen on, and whose connection attempts get no answer.</summary>
    public static int Nowhere => 9;

    public void Blackhole(int port) => _delays[port] = Timeout.InfiniteTimeSpan;

    public void Delay(int port, TimeSpan time) => _delays[port] = time;

    public ConnectRequest Request(LoopbackServer server, params IEnumerable<X509Certificate2> authorities) => new(server.Host)
    {
        ImplicitTlsPort = server.TlsPort,
        StartTlsPort = server.Port,
        Dialer = Dialer,
        Stagger = TimeSpan.FromMilliseconds(100),
        Tls = new TlsOptions { CertificateAuthorities = [.. authorities, .. Authority(server)] },
        Options = new ConnectionOptions().WithTimeout(TimeSpan.FromSeconds(15)),
    };

    public static X509Certificate2[] Authority(LoopbackServer server) =>
        server.CertificateAuthorityPem is { } pem ? [X509Certificate2.CreateFromPem(pem)] : [];

    public Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<IPAddress>>([IPAddress.Loopback]);

    private async Task<Socket> ConnectAsync(IPEndPoint endpoint, CancellationToken cancellationToken)
    {
        lock (_attempts)
            _attempts.Add(endpoint.Port);
        if (_delays.TryGetValue(endpoint.Port, out var delay))
            await Task.Delay(delay, cancellationToken);
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
