using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ImapPS.Client.Connecting;
using ImapPS.Client.Connection;
using ImapPS.Client.Tests.Connecting;
using ImapPS.Client.Transport;
using ImapPS.Loopback;

namespace ImapPS.Client.Tests.Transport;

/// <summary>Connections through proxies: small ones of our own, and one of Debian's where it is installed.</summary>
public sealed class ProxyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Socks5_with_and_without_a_password()
    {
        await using var server = LoopbackServer.Start();
        using var open = TestProxy.Socks5(server.TlsPort);
        using var login = TestProxy.Socks5(server.TlsPort, login: true);

        await ConnectAsync(server, $"socks5://127.0.0.1:{open.Port}");
        await ConnectAsync(server, $"socks5://us%20er:right@127.0.0.1:{login.Port}");

        // The name goes to the proxy as it is.
        Assert.Equal([$"localhost:{server.TlsPort}"], open.Asked);
        Assert.Equal([$"localhost:{server.TlsPort} us er:right"], login.Asked);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Socks5_may_answer_with_an_address_of_any_kind(byte bound)
    {
        await using var server = LoopbackServer.Start();
        using var proxy = TestProxy.Socks5(server.TlsPort, bound: bound);
        await ConnectAsync(server, $"socks5://127.0.0.1:{proxy.Port}");
    }

    [Fact]
    public async Task Socks4a()
    {
        await using var server = LoopbackServer.Start();
        using var proxy = TestProxy.Socks4a(server.TlsPort);
        await ConnectAsync(server, $"socks4a://me@127.0.0.1:{proxy.Port}");
        await ConnectAsync(server, $"socks4a://127.0.0.1:{proxy.Port}", "127.0.0.1");
        Assert.Equal([$"localhost:{server.TlsPort} me", $"127.0.0.1:{server.TlsPort} "], proxy.Asked);
    }

    [Fact]
    public async Task Http_connect_with_basic_authentication()
    {
        await using var server = LoopbackServer.Start();
        using var proxy = TestProxy.Http(server.TlsPort, authorization: Convert.ToBase64String(Encoding.UTF8.GetBytes("Aladdin:open sesame")));
        await ConnectAsync(server, $"http://Aladdin:open%20sesame@127.0.0.1:{proxy.Port}");
        Assert.Equal($"CONNECT localhost:{server.TlsPort} HTTP/1.1", proxy.Asked[0]);
        Assert.Equal($"Host: localhost:{server.TlsPort}", proxy.Asked[1]);
    }

    /// <summary>Without TLS the server speaks first: nothing of its greeting may be lost behind the proxy's answer.</summary>
    [Fact]
    public async Task Starttls_works_through_each_of_them()
    {
        await using var server = LoopbackServer.Start();
        using var socks5 = TestProxy.Socks5(server.Port);
        using var socks4 = TestProxy.Socks4a(server.Port);
        using var http = TestProxy.Http(server.Port);
        foreach (var proxy in new[] { $"socks5://127.0.0.1:{socks5.Port}", $"socks4a://127.0.0.1:{socks4.Port}", $"http://127.0.0.1:{http.Port}" })
        {
            for (var i = 0; i < 5; i++)
                await ConnectAsync(server, proxy, security: ConnectionSecurity.StartTls);
        }
    }

    [Theory]
    [InlineData(1, ImapError.ProxyFailed)]
    [InlineData(2, ImapError.ProxyFailed)]
    [InlineData(3, ImapError.ConnectionFailed)]
    [InlineData(4, ImapError.ConnectionFailed)]
    [InlineData(5, ImapError.ConnectionRefused)]
    [InlineData(6, ImapError.ConnectTimeout)]
    [InlineData(99, ImapError.ProxyFailed)]
    public async Task Socks5_says_why_not(byte reply, ImapError kind)
    {
        using var proxy = TestProxy.Socks5(0, reply);
        await FailsAsync($"socks5://127.0.0.1:{proxy.Port}", kind);
    }

    [Theory]
    [InlineData("HTTP/1.1 403 Forbidden", ImapError.ProxyFailed)]
    [InlineData("HTTP/1.0 502 Bad Gateway", ImapError.ConnectionFailed)]
    [InlineData("HTTP/1.1 504 Gateway Timeout", ImapError.ConnectTimeout)]
    [InlineData("HTTP/1.1 407 Proxy Authentication Required", ImapError.ProxyAuthenticationFailed)]
    [InlineData("HTTP/1.1 abc", ImapError.ProxyFailed)]
    [InlineData("HTTP/1.1", ImapError.ProxyFailed)]
    public async Task Http_says_why_not(string status, ImapError kind)
    {
        using var proxy = TestProxy.Http(0, status);
        await FailsAsync($"http://127.0.0.1:{proxy.Port}", kind);
    }

    [Fact]
    public async Task A_wrong_password_is_the_proxys_matter_and_ends_discovery_at_once()
    {
        using var socks = TestProxy.Socks5(0, login: true);
        await FailsAsync($"socks5://user:wrong-one@127.0.0.1:{socks.Port}", ImapError.ProxyAuthenticationFailed);
        var error = await FailsAsync($"socks5://127.0.0.1:{socks.Port}", ImapError.ProxyAuthenticationFailed);
        Assert.Contains("wants a user name", error.Message);
        using var rejecting = TestProxy.Socks4a(0, 93);
        await FailsAsync($"socks4a://user@127.0.0.1:{rejecting.Port}", ImapError.ProxyAuthenticationFailed);
        await FailsAsync($"socks4a://user:password@127.0.0.1:{rejecting.Port}", ImapError.InvalidArgument);

        var discovery = await Assert.ThrowsAsync<ImapException>(() => Connector.ConnectAsync(
            new ConnectRequest("mail.example") { Proxy = ProxyAddress.Parse($"socks5://user:wrong-one@127.0.0.1:{socks.Port}") }, Token));
        Assert.Equal(ImapError.ProxyAuthenticationFailed, discovery.Error);
        Assert.DoesNotContain("wrong-one", discovery.ToString());
    }

    [Theory]
    [InlineData("socks5", "HTTP/1.1 400 Bad Request\r\n\r\n")]
    [InlineData("socks4a", "HTTP/1.1 400 Bad Request\r\n\r\n")]
    [InlineData("http", "\u0005\u00ff")]
    [InlineData("http", "* OK IMAP4rev1 ready\r\n")]
    [InlineData("socks5", "\u0005\u0009")]
    [InlineData("socks5", "\u0005\0\u0005\0\0\u0007\0")]
    [InlineData("socks5", "\u0005")]
    public async Task What_is_no_such_proxy_is_said_so(string scheme, string octets)
    {
        using var proxy = TestProxy.Fixed(Encoding.Latin1.GetBytes(octets));
        await FailsAsync($"{scheme}://127.0.0.1:{proxy.Port}", ImapError.ProxyFailed);
    }

    [Fact]
    public async Task A_proxys_endless_header_ends()
    {
        using var proxy = TestProxy.Fixed(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\n" + new string('x', 20_000)));
        await FailsAsync($"http://127.0.0.1:{proxy.Port}", ImapError.ProxyFailed);
    }

    [Fact]
    public async Task A_proxy_that_is_not_there_or_says_nothing_is_not_taken_for_the_server()
    {
        Assert.Contains("can't be reached", (await FailsAsync($"socks5://127.0.0.1:{TestPorts.Free()}", ImapError.ProxyFailed)).Message);
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        foreach (var scheme in new[] { "socks5", "socks4a", "http", "https" })
        {
            var clock = Stopwatch.StartNew();
            var error = await Assert.ThrowsAsync<ImapException>(() => DialAsync($"{scheme}://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}", 500));
            Assert.True(error.Error is ImapError.ConnectTimeout or ImapError.ProxyFailed);
            Assert.InRange(clock.Elapsed.TotalSeconds, 0.4, 60);
        }
    }

#if NET // .NET Framework takes no list of arguments
    /// <summary>A SOCKS proxy that others wrote.</summary>
    [Fact]
    public async Task Microsocks_with_and_without_a_password()
    {
        var program = new[] { "/usr/bin/microsocks", "/usr/local/bin/microsocks" }.FirstOrDefault(File.Exists);
        Assert.SkipWhen(program is null, "microsocks is not installed: tests/servers/install");
        await using var server = LoopbackServer.Start();
        var port = TestPorts.Free();
        using var proxy = Process.Start(new ProcessStartInfo(program!, ["-i", "127.0.0.1", "-p", $"{port}", "-u", "alice", "-P", "right"]) { RedirectStandardError = true })!;
        try
        {
            await WaitForAsync(port);
            await ConnectAsync(server, $"socks5://alice:right@127.0.0.1:{port}");
            await ConnectAsync(server, $"socks5://alice:right@127.0.0.1:{port}", "127.0.0.1", ConnectionSecurity.StartTls);
            await FailsAsync($"socks5://alice:wrong@127.0.0.1:{port}", ImapError.ProxyAuthenticationFailed);
            await FailsAsync($"socks5://127.0.0.1:{port}", ImapError.ProxyAuthenticationFailed);
            var refused = await Assert.ThrowsAsync<ImapException>(() => ServerDialer.Default.ConnectAsync(
                "127.0.0.1", TestPorts.Free(), ProxyAddress.Parse($"socks5://alice:right@127.0.0.1:{port}"), TimeSpan.FromMinutes(1), Token));
            Assert.Equal(ImapError.ConnectionRefused, refused.Error);
        }
        finally
        {
            proxy.Kill();
            await proxy.WaitForExitAsync(CancellationToken.None);
        }
    }
#endif

    private static async Task WaitForAsync(int port)
    {
        for (var i = 0; ; i++)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port, Token);
                return;
            }
            catch (SocketException) when (i < 1200)
            {
                await Task.Delay(50, Token);
            }
        }
    }

    private static async Task ConnectAsync(LoopbackServer server, string proxy, string host = "localhost", ConnectionSecurity security = ConnectionSecurity.ImplicitTls)
    {
        var (connection, _) = await Connector.ConnectAsync(
            new ConnectRequest(host)
            {
                ImplicitTlsPort = server.TlsPort,
                StartTlsPort = server.Port,
                Security = security,
                Proxy = ProxyAddress.Parse(proxy),
                Tls = new TlsOptions { CertificateAuthorities = TestNetwork.Authority(server) },
                Options = new ConnectionOptions().WithTimeout(TimeSpan.FromMinutes(1)),
            },
            Token);
        Assert.True(connection.IsSecure);
        await connection.DisposeAsync();
    }

    private static async Task<ImapException> FailsAsync(string proxy, ImapError kind)
    {
        var error = await Assert.ThrowsAsync<ImapException>(() => DialAsync(proxy, 60_000));
        Assert.Equal(kind, error.Error);
        Assert.DoesNotContain("wrong", error.Message.Replace("wrong-one", "!!!wrong"));
        return error;
    }

    private static Task<Stream> DialAsync(string proxy, int milliseconds) =>
        ServerDialer.Default.ConnectAsync("mail.example", 993, ProxyAddress.Parse(proxy), TimeSpan.FromMilliseconds(milliseconds), Token);
}
