using System.Net;
using System.Net.Sockets;
using System.Security;
using ImapPS.Client;
using ImapPS.Client.Authentication;
using ImapPS.Client.Connecting;
using ImapPS.Client.Connection;
using ImapPS.Client.Session;
using ImapPS.Client.Transport;
using ImapPS.Integration.Tests.Servers;

namespace ImapPS.Integration.Tests.Scenarios;

/// <summary>Finding the way in, and TLS, on servers that others wrote.</summary>
public sealed class ConnectingTests(DovecotServer dovecot, CyrusServer cyrus, CourierServer courier) : ServersTestBase(dovecot, cyrus, courier)
{
    /// <summary>Port 993 as a firewall has it that drops everything: a stagger, and not one turn more than a direct connection.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public async Task A_blackholed_993_costs_no_turn_and_with_memory_no_attempt(string name)
    {
        var server = await StartedAsync(name);
        var attempts = new List<int>();
        var trace = new List<string>();
        var memory = Path.Combine(Path.GetTempPath(), $"imapps-{Guid.NewGuid():N}.json");
        var request = Request(server) with
        {
            UseMemory = true,
            MemoryPath = memory,
            Dialer = new ServerDialer(new TcpDialer(SystemHostResolver.Instance, (endpoint, token) => DialAsync(server, attempts, endpoint, token))),
            Options = Request(server).Options with { Trace = new ProtocolTrace(line => { lock (trace) trace.Add(line); }) },
        };
        try
        {
            var direct = await TurnsAsync(request with { Security = ConnectionSecurity.StartTls, UseMemory = false }, server, trace);
            Assert.Equal([server.Port], attempts);
            Assert.Equal(direct, await TurnsAsync(request, server, trace));
            Assert.Equal([server.Port, server.TlsPort, server.Port], attempts);
            // What is remembered has all the time it needs to connect before the other port is tried beside it.
            Assert.Equal(direct, await TurnsAsync(request with { Stagger = EngineClient.Hang }, server, trace));
            Assert.Equal([server.Port, server.TlsPort, server.Port, server.Port], attempts);
        }
        finally
        {
            File.Delete(memory);
            File.Delete(memory + ".lock");
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task The_session_tells_how_it_is_protected(string name)
    {
        var server = await StartedAsync(name);
        foreach (var security in new[] { ConnectionSecurity.ImplicitTls, ConnectionSecurity.StartTls })
        {
            await using var session = await LoginAsync(Request(server) with { Security = security }, server);
            var tls = session.Tls!;
            Assert.Equal(CertificateTrust.GivenAuthority, tls.Trust);
            Assert.Equal(session.TlsProtocol, tls.Protocol);
            Assert.StartsWith("TLS_", tls.CipherSuite);
            Assert.Contains("imap.test.example", tls.Certificate.Names);
            Assert.Equal(2, tls.Chain.Count);
        }

        await using var clear = await LoginAsync(Request(server) with { Security = ConnectionSecurity.None }, server);
        Assert.Null(clear.Tls);
    }

    [Fact]
    public async Task A_thumbprint_and_the_certificate_itself_can_vouch_for_a_self_signed_server()
    {
        var server = await Dovecot.StartedAsync();
        var self = PemCertificates.Load(Path.Combine(Path.GetDirectoryName(server.CaFile)!, "self-signed.pem"));
        var profile = server.Profiles["selfSigned"];
        var request = Request(server) with { ImplicitTlsPort = profile.TlsPort, StartTlsPort = profile.Port, Host = profile.Host };

        await using var session = await LoginAsync(request with { Tls = new TlsOptions { CertificateAuthorities = self, CertificateThumbprints = [Thumbprint.Of(self[0])] } }, server);
        Assert.True(session.Tls!.IsPinned);
        Assert.Contains("by its thumbprint", session.Tls.Verification);

        var error = await Assert.ThrowsAsync<ImapException>(() => LoginAsync(request, server));
        Assert.Equal(ImapError.CertificateRejected, error.Error);
        Assert.Contains($"Port {profile.TlsPort} (implicit TLS)", error.Message);
        Assert.Contains($"Port {profile.Port} (STARTTLS)", error.Message);
        Assert.Contains("Subject: CN=imap.test.example", error.Message);
    }

    [Fact]
    public async Task A_client_certificate_comes_from_a_pfx_or_from_pem_files()
    {
        var server = await Dovecot.StartedAsync();
        var client = server.ClientCertificate!;
        var profile = server.Profiles[client.Profile];
        using var password = new SecureString();
        foreach (var c in client.PfxPassword)
            password.AppendChar(c);
        foreach (var certificate in new[] { ClientCertificateFile.Load(client.Pfx, null, password), ClientCertificateFile.Load(client.Certificate, client.Key) })
        {
            using (certificate)
            {
                var request = Request(server) with { Host = profile.Host, ImplicitTlsPort = profile.TlsPort, StartTlsPort = profile.Port };
                request = request with { Tls = request.Tls with { ClientCertificate = certificate } };
                using var credentials = new LoginCredentials(client.User) { HasClientCertificate = true, Mechanisms = ["EXTERNAL"] };
                await using var session = await ImapSession.ConnectAsync(request, credentials, TestContext.Current.CancellationToken);
                Assert.Contains("alice", session.Tls!.ClientCertificate);
            }
        }

        password.AppendChar('x');
        Assert.Contains("is wrong", Assert.Throws<ImapException>(() => ClientCertificateFile.Load(client.Pfx, null, password)).Message);
    }

    private static ConnectRequest Request(ServerDescription server) => new(server.Host)
    {
        ImplicitTlsPort = server.TlsPort,
        StartTlsPort = server.Port,
        Tls = new TlsOptions { CertificateAuthorities = PemCertificates.Load(server.CaFile) },
        Options = new ConnectionOptions().WithTimeout(EngineClient.Hang),
    };

    private static async Task<ImapSession> LoginAsync(ConnectRequest request, ServerDescription server)
    {
        using var credentials = new LoginCredentials(server.User) { Password = new SecretString(server.Password.AsSpan()) };
        return await ImapSession.ConnectAsync(request, credentials, TestContext.Current.CancellationToken);
    }

    private static async Task<int> TurnsAsync(ConnectRequest request, ServerDescription server, List<string> trace)
    {
        lock (trace)
            trace.Clear(); // the LOGOUT of the one before
        await using var session = await LoginAsync(request, server);
        lock (trace)
        {
            // ENABLE goes out behind the login and is waited for by nobody: it may be in the trace by now, or not yet.
            return trace.Count(static line => line.Contains(" C: ") && !line.Contains(" ENABLE "));
        }
    }

    private static async Task<Socket> DialAsync(ServerDescription server, List<int> attempts, IPEndPoint endpoint, CancellationToken cancellationToken)
    {
        lock (attempts)
            attempts.Add(endpoint.Port);
        if (endpoint.Port == server.TlsPort)
            await Task.Delay(Timeout.Infinite, cancellationToken);
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(endpoint, cancellationToken);
        return socket;
    }
}
