using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using ImapPS.Loopback.Certificates;
using ImapPS.Loopback.Faults;
using ImapPS.Loopback.Loading;
using ImapPS.Loopback.Store;
using ImapPS.Loopback.Transport;

namespace ImapPS.Loopback;

/// <summary>
/// An IMAP server in memory on the loopback addresses: for demos, for tests, and for trying out what a real server
/// should not be asked to do. Any number of them run side by side.
/// </summary>
public sealed class LoopbackServer : IDisposable, IAsyncDisposable
{
    private readonly ConcurrentDictionary<int, LoopbackConnection> _connections = new();
    private readonly ListenerPair _listener;
    private readonly ListenerPair? _tlsListener;
    private readonly Task<ServerCertificate>? _certificate;
    private readonly TlsStarter? _tls;
    private readonly Task _accepting;
    private int _lastConnection;
    private int _disposed;

    private LoopbackServer(LoopbackOptions options)
    {
        Options = options;
        if (options.Tls)
        {
            // Making one takes longer than all else of a start; nobody needs it before TLS begins.
            _certificate = options.Certificate is { } given ? Task.FromResult(ServerCertificate.From(given)) : Task.Run(() => ServerCertificate.Create(options.CertificateKind));
            _tls = new TlsStarter(_certificate, options.TlsProtocols, Statistics);
        }

        _listener = ListenerPair.Listen(options.Port);
        if (options.Tls)
            _tlsListener = ListenAlso(options.TlsPort);
        _accepting = Task.WhenAll(
            _listener.AcceptAsync(socket => Serve(socket, implicitTls: false)),
            _tlsListener?.AcceptAsync(socket => Serve(socket, implicitTls: true)) ?? Task.CompletedTask);
    }

    public LoopbackOptions Options { get; }

    /// <summary>A name that the certificate is for and that both ports listen on.</summary>
    public string Host { get; } = "localhost";

    /// <summary>The port that begins without TLS and offers STARTTLS.</summary>
    public int Port => _listener.Port;

    /// <summary>The port with implicit TLS; 0 if there is no TLS.</summary>
    public int TlsPort => _tlsListener?.Port ?? 0;

    /// <summary>The server's certificate, made since the start: who asks early waits for it. Null if there is no TLS.</summary>
    public X509Certificate2? Certificate => _certificate?.GetAwaiter().GetResult().Certificate;

    /// <summary>What a client must trust to trust this server, and nobody else: a certificate in PEM. Null if there is no TLS.</summary>
    public string? CertificateAuthorityPem => _certificate?.GetAwaiter().GetResult().AuthorityPem;

    public LoopbackFaults Faults => Options.Faults;

    public LoopbackStatistics Statistics { get; } = new();

    public LoopbackLog Log { get; } = new();

    /// <summary>The first user's mailboxes.</summary>
    public LoopbackStore Mailboxes => Options.Users[0].Mailboxes;

    /// <summary>How many connections there are now.</summary>
    public int OpenConnections => _connections.Count;

    /// <summary>Starts a server; it is ready when this returns.</summary>
    /// <exception cref="SocketException">A port that was asked for is in use.</exception>
    /// <exception cref="FileNotFoundException">There is nothing to load mail from at a path.</exception>
    public static LoopbackServer Start(LoopbackOptions? options = null)
    {
        options ??= new LoopbackOptions();
        if (options.Users.Count == 0)
            options.Users.Add(new LoopbackUser("user", "password"));
        foreach (var path in options.Paths)
            MailLoader.Load(options.Users[0].Mailboxes, path);
        return new LoopbackServer(options);
    }

    /// <summary>Sends text to every connection at once, whatever it is doing: an unasked EXISTS, a BYE, nonsense.</summary>
    public Task SendToAllAsync(string lines)
    {
        var text = (lines ?? throw new ArgumentNullException(nameof(lines))).Replace("\r\n", "\n").TrimEnd('\n').Replace("\n", "\r\n") + "\r\n";
        return Task.WhenAll(_connections.Values.Select(c => c.SendNowAsync(text)));
    }

    /// <summary>Ends every connection now; the server goes on.</summary>
    public void CutConnections(CutKind kind = CutKind.Close) => _ = CutConnectionsAsync(kind);

    /// <summary>As <see cref="CutConnections"/>.</summary>
    /// <param name="kind">How they end.</param>
    /// <returns>Completes when what they were at is done, too.</returns>
    public Task CutConnectionsAsync(CutKind kind = CutKind.Close)
    {
        var cut = _connections.Values.ToArray();
        foreach (var connection in cut)
            connection.End(kind);
        return Task.WhenAll(cut.Select(static c => c.Ended));
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
            return;
        _listener.Dispose();
        _tlsListener?.Dispose();
        await _accepting.ConfigureAwait(false);
        await CutConnectionsAsync().ConfigureAwait(false);
        if (Options.Certificate is null && _certificate is not null)
            (await _certificate.ConfigureAwait(false)).Dispose();
    }

    private ListenerPair ListenAlso(int port)
    {
        try
        {
            return ListenerPair.Listen(port);
        }
        catch
        {
            _listener.Dispose();
            throw;
        }
    }

    private void Serve(Socket socket, bool implicitTls)
    {
        var id = Interlocked.Increment(ref _lastConnection);
        Statistics.AddConnection();
        var connection = new LoopbackConnection(socket, Options, Statistics, _tls, new ConnectionLog(Log, id));
        _connections[id] = connection;
        connection.Start(implicitTls, () => _connections.TryRemove(id, out _));
        if (Volatile.Read(ref _disposed) == 1)
            connection.End(CutKind.Close);
    }
}
