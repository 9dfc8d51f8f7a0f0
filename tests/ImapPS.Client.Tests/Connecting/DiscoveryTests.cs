using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ImapPS.Client.Connecting;
using ImapPS.Client.Connection;
using ImapPS.Client.Transport;
using ImapPS.Loopback;
using ImapPS.Loopback.Certificates;

namespace ImapPS.Client.Tests.Connecting;

/// <summary>Discovery over real sockets, against the loopback server.</summary>
public sealed class DiscoveryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("imapps-discovery-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Implicit_tls_is_used_and_the_other_port_is_left_alone()
    {
        await using var server = LoopbackServer.Start();
        var network = new TestNetwork();

        var (connection, endpoint) = await Connector.ConnectAsync(network.Request(server), Token);

        await using var _ = connection;
        Assert.Equal(new Endpoint(server.TlsPort, ConnectionSecurity.ImplicitTls), endpoint);
        Assert.Equal([server.TlsPort], network.Attempts);
        Assert.Equal(CertificateTrust.GivenAuthority, connection.Tls!.Trust);
        Assert.Contains("localhost", connection.Tls.Certificate.Names);
        Assert.NotEmpty(connection.Tls.CipherSuite ?? connection.Tls.CipherSuiteNote!);
        Assert.StartsWith("TLS 1.", connection.Tls.ProtocolName);
    }

    /// <summary>The numbers of the issue: a stagger, and no round trip more than a direct connection needs.</summary>
    [Fact]
    public async Task A_blackholed_port_costs_the_stagger_and_with_memory_nothing()
    {
        await using var server = LoopbackServer.Start(new LoopbackOptions { CapabilitiesInGreeting = false });
        var network = new TestNetwork();
        network.Blackhole(server.TlsPort);
        var request = network.Request(server) with { UseMemory = true, MemoryPath = Path.Combine(_folder, "m.json") };

        await (await Connector.ConnectAsync(request with { Security = ConnectionSecurity.StartTls }, Token)).Connection.DisposeAsync();
        var direct = Commands(server);
        await (await Connector.ConnectAsync(request with { Stagger = TimeSpan.FromMilliseconds(100) }, Token)).Connection.DisposeAsync();
        var discovered = Commands(server);
        Assert.Equal([server.Port, server.TlsPort, server.Port], network.Attempts);
        Assert.Equal(direct, discovered);

        await (await Connector.ConnectAsync(request, Token)).Connection.DisposeAsync();
        Assert.Equal([server.Port, server.TlsPort, server.Port, server.Port], network.Attempts);
        Assert.Equal(direct, Commands(server));
        Assert.Equal(["CAPABILITY", "STARTTLS"], direct);
    }

    [Fact]
    public async Task A_memory_that_has_become_wrong_leads_to_discovery_and_is_renewed()
    {
        await using var server = LoopbackServer.Start();
        var network = new TestNetwork();
        var memory = new EndpointMemory(Path.Combine(_folder, "m.json"));
        var startTls = TestPorts.Free();
        await memory.RememberAsync(new RememberedEndpoint("localhost", startTls, ConnectionSecurity.StartTls, true, DateTimeOffset.UtcNow), Token);
        var request = network.Request(server) with { StartTlsPort = startTls, UseMemory = true, MemoryPath = Path.Combine(_folder, "m.json") };

        var (connection, endpoint) = await Connector.ConnectAsync(request, Token);

        await connection.DisposeAsync();
        Assert.Equal([startTls, server.TlsPort], network.Attempts);
        Assert.Equal(server.TlsPort, endpoint.Port);
        Assert.Equal(server.TlsPort, (await memory.FindAsync("LOCALHOST.", Token))!.Port);
    }

    [Fact]
    public async Task A_host_that_had_tls_is_not_used_without_it_and_the_error_says_so()
    {
        await using var server = LoopbackServer.Start(new LoopbackOptions { Tls = false });
        var network = new TestNetwork();
        var path = Path.Combine(_folder, "m.json");
        await new EndpointMemory(path).RememberAsync(new RememberedEndpoint("localhost", server.Port, ConnectionSecurity.StartTls, true, DateTimeOffset.UtcNow), Token);
        var warnings = new List<string>();
        var request = network.Request(server) with { ImplicitTlsPort = TestPorts.Free(), UseMemory = true, MemoryPath = path, Warning = warnings.Add };

        var error = await Assert.ThrowsAsync<ImapException>(() => Connector.ConnectAsync(request, Token));

        Assert.Equal(ImapError.StartTlsUnavailable, error.Error);
        Assert.Contains("had TLS on", error.Hint);
        Assert.DoesNotContain(server.Log.Commands, static c => c.Contains("LOGIN") || c.Contains("AUTHENTICATE"));

        // Only by name, and with a warning.
        var (connection, _) = await Connector.ConnectAsync(request with { Security = ConnectionSecurity.None }, Token);
        await connection.DisposeAsync();
        Assert.False(connection.IsSecure);
        Assert.Contains("had TLS on", Assert.Single(warnings));
    }

    [Fact]
    public async Task The_classic_order_starts_with_starttls()
    {
        await using var server = LoopbackServer.Start();
        var network = new TestNetwork();

        var (connection, endpoint) = await Connector.ConnectAsync(network.Request(server) with { PreferStartTls = true }, Token);

        await connection.DisposeAsync();
        Assert.Equal(ConnectionSecurity.StartTls, endpoint.Security);
        Assert.Equal([server.Port], network.Attempts);
    }

    [Fact]
    public async Task A_late_port_143_is_still_used_in_the_classic_order_when_993_is_a_hole()
    {
        await using var server = LoopbackServer.Start();
        var network = new TestNetwork();
        network.Blackhole(server.TlsPort);
        // Late: the other is being tried by then.
        network.Hold(server.Port, until: () => network.Attempts.Count == 2);

        var (connection, endpoint) = await Connector.ConnectAsync(network.Request(server) with { PreferStartTls = true, Stagger = TimeSpan.FromMilliseconds(100) }, Token);

        await connection.DisposeAsync();
        Assert.Equal(ConnectionSecurity.StartTls, endpoint.Security);
        Assert.Equal([server.Port, server.TlsPort], network.Attempts);
    }

    [Fact]
    public async Task Without_starttls_the_classic_order_goes_to_993()
    {
        await using var server = LoopbackServer.Start(new LoopbackOptions { ShowStartTls = false });
        var network = new TestNetwork();

        var (connection, endpoint) = await Connector.ConnectAsync(network.Request(server) with { PreferStartTls = true }, Token);

        await connection.DisposeAsync();
        Assert.Equal(ConnectionSecurity.ImplicitTls, endpoint.Security);
        Assert.True(connection.IsSecure);
    }

    [Fact]
    public async Task A_loser_leaves_no_connection_behind()
    {
        await using var server = LoopbackServer.Start();
        var network = new TestNetwork();
        var delay = System.Diagnostics.Stopwatch.StartNew();
        network.Hold(server.TlsPort, until: () => delay.ElapsedMilliseconds > 150);

        for (var i = 0; i < 5; i++)
        {
            delay.Restart();
            await (await Connector.ConnectAsync(network.Request(server) with { Stagger = TimeSpan.FromMilliseconds(i * 40) }, Token)).Connection.DisposeAsync();
        }

        for (var i = 0; i < 1200 && server.OpenConnections > 0; i++)
            await Task.Delay(50, Token);
        Assert.Equal(0, server.OpenConnections);
    }

    [Fact]
    public async Task A_bad_certificate_on_993_is_not_gone_round_by_the_same_one_on_143()
    {
        await using var server = LoopbackServer.Start(new LoopbackOptions { CertificateKind = LoopbackCertificateKind.WrongName });
        var network = new TestNetwork();

        var error = await Assert.ThrowsAsync<ImapException>(() => Connector.ConnectAsync(network.Request(server), Token));

        Assert.Equal(ImapError.CertificateRejected, error.Error);
        Assert.Contains($"Port {server.TlsPort} (implicit TLS)", error.Message);
        Assert.Contains($"Port {server.Port} (STARTTLS)", error.Message);
        Assert.Contains("not for 'localhost' but for wrong.example", error.Message);
    }

    [Fact]
    public async Task A_good_certificate_on_143_is_no_downgrade_from_a_bad_one_on_993()
    {
        await using var bad = LoopbackServer.Start(new LoopbackOptions { CertificateKind = LoopbackCertificateKind.Expired });
        await using var good = LoopbackServer.Start();
        var network = new TestNetwork();

        var (connection, endpoint) = await Connector.ConnectAsync(network.Request(good, TestNetwork.Authority(bad)) with { ImplicitTlsPort = bad.TlsPort }, Token);

        await connection.DisposeAsync();
        Assert.Equal(good.Port, endpoint.Port);
        Assert.True(connection.IsSecure);
    }

    [Fact]
    public async Task Two_blackholes_end_at_the_timeout_and_both_are_named()
    {
        var network = new TestNetwork();
        network.Blackhole(1);
        network.Blackhole(2);
        var clock = Stopwatch.StartNew();

        var error = await Assert.ThrowsAsync<ImapException>(() => Connector.ConnectAsync(
            new ConnectRequest("mail.example")
            {
                ImplicitTlsPort = 1,
                StartTlsPort = 2,
                Dialer = network.Dialer,
                Options = new ConnectionOptions { ConnectTimeout = TimeSpan.FromMilliseconds(600) },
            },
            Token));

        Assert.Equal(ImapError.ConnectTimeout, error.Error);
        Assert.Contains("Port 1", error.Message);
        Assert.Contains("Port 2", error.Message);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.5, 60);
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_is_told_once()
    {
        var error = await Assert.ThrowsAsync<ImapException>(() => Connector.ConnectAsync(
            // A resolver that has no network may take a while to say so.
            new ConnectRequest("no-such-host.invalid") { Options = new ConnectionOptions { ConnectTimeout = TimeSpan.FromMinutes(5) } }, Token));

        Assert.Equal(ImapError.HostNotFound, error.Error);
        Assert.DoesNotContain("993", error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("imap.example.org/INBOX")]
    [InlineData("a b")]
    [InlineData("a\r\nHost: b")]
    [InlineData("user@imap.example.org")]
    public async Task What_can_be_no_host_is_refused_before_anything_is_sent(string host)
    {
        var network = new TestNetwork();

        var error = await Assert.ThrowsAsync<ImapException>(() => Connector.ConnectAsync(new ConnectRequest(host) { Dialer = network.Dialer }, Token));

        Assert.Equal(ImapError.InvalidArgument, error.Error);
        Assert.Empty(network.Attempts);
    }

    [Fact]
    public async Task Cancelling_ends_both_attempts()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var network = new TestNetwork();
        network.Blackhole(1);
        using var cancel = new CancellationTokenSource();
        var request = new ConnectRequest("localhost") { ImplicitTlsPort = 1, StartTlsPort = ((IPEndPoint)silent.LocalEndpoint).Port, Dialer = network.Dialer };

        var connecting = Connector.ConnectAsync(request, cancel.Token);
        while (network.Attempts.Count < 2 && !connecting.IsCompleted)
            await Task.Delay(10, Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
        Assert.Equal(2, network.Attempts.Count);
    }

    [Fact]
    public async Task A_skipped_check_warns_and_is_remembered_nowhere()
    {
        await using var server = LoopbackServer.Start(new LoopbackOptions { CertificateKind = LoopbackCertificateKind.SelfSigned });
        var path = Path.Combine(_folder, "m.json");
        var warnings = new List<string>();
        var request = new TestNetwork().Request(server) with
        {
            Tls = new TlsOptions { SkipCertificateCheck = true },
            UseMemory = true,
            MemoryPath = path,
            Warning = warnings.Add,
        };

        var (connection, _) = await Connector.ConnectAsync(request, Token);

        await connection.DisposeAsync();
        Assert.Contains("not checked", Assert.Single(warnings));
        Assert.False(File.Exists(path));
        Assert.True(connection.Tls!.IsCheckSkipped);
        Assert.Equal(CertificateTrust.None, connection.Tls.Trust);
        Assert.Equal([CertificateProblemKind.SelfSigned], connection.Tls.Problems.Select(static p => p.Kind));
    }

    private static string[] Commands(LoopbackServer server)
    {
        var commands = server.Log.Commands.Select(static c => c.Split(' ')[^1]).ToArray();
        server.Log.Clear();
        return commands;
    }
}
