using System.Net;
using System.Net.Sockets;
using System.Text;
using ImapPS.Client.Connecting;
using ImapPS.Client.Connection;
using ImapPS.Loopback;

namespace ImapPS.Client.Tests.Connecting;

/// <summary>Ports that speak something else than was expected: the error says what.</summary>
public sealed class WrongProtocolTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ConnectionSecurity.StartTls, "220 mail.example ESMTP ready\r\n", ImapError.NotImap, "SMTP")]
    [InlineData(ConnectionSecurity.StartTls, "+OK POP3 ready\r\n", ImapError.NotImap, "POP3")]
    [InlineData(ConnectionSecurity.StartTls, "SSH-2.0-OpenSSH_9.2\r\n", ImapError.NotImap, "SSH")]
    [InlineData(ConnectionSecurity.StartTls, "\u0015\u0003\u0001\0\u0002\u0002\u0046", ImapError.NotImap, "speaks TLS")]
    [InlineData(ConnectionSecurity.StartTls, "what is this\r\n", ImapError.NotImap, "what is this")]
    [InlineData(ConnectionSecurity.ImplicitTls, "220 mail.example ESMTP ready\r\n", ImapError.NotImap, "SMTP")]
    [InlineData(ConnectionSecurity.ImplicitTls, "HTTP/1.1 400 Bad Request\r\n\r\n", ImapError.NotImap, "HTTP")]
    [InlineData(ConnectionSecurity.ImplicitTls, "+OK POP3 ready\r\n", ImapError.NotImap, "POP3")]
    [InlineData(ConnectionSecurity.ImplicitTls, "* OK IMAP4rev1 ready\r\n", ImapError.TlsFailed, "IMAP in the clear")]
    [InlineData(ConnectionSecurity.ImplicitTls, "???????\r\n", ImapError.TlsFailed, "did not answer with TLS")]
    public async Task The_error_says_what_answered(ConnectionSecurity security, string first, ImapError kind, string words)
    {
        using var listener = Answering(first);

        var error = await FailsAsync(listener, security, TimeSpan.FromMinutes(1));

        Assert.Equal(kind, error.Error);
        Assert.Contains(words, error.Message);
        Assert.NotNull(error.Hint);
    }

    [Theory]
    [InlineData(ConnectionSecurity.StartTls, ImapError.GreetingTimeout)]
    [InlineData(ConnectionSecurity.ImplicitTls, ImapError.TlsTimeout)]
    public async Task Silence_ends_at_the_timeout(ConnectionSecurity security, ImapError kind)
    {
        using var listener = Answering(null);
        var clock = System.Diagnostics.Stopwatch.StartNew();

        Assert.Equal(kind, (await FailsAsync(listener, security, TimeSpan.FromSeconds(1))).Error);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.9, 60);
    }

    [Fact]
    public async Task Plain_text_expected_where_the_server_waits_for_tls_hints_at_it()
    {
        await using var server = LoopbackServer.Start();
        var error = await Assert.ThrowsAsync<ImapException>(() => Connector.ConnectAsync(
            new ConnectRequest("localhost") { Port = server.TlsPort, Security = ConnectionSecurity.StartTls, Options = Silence(TimeSpan.FromSeconds(1)) }, Token));

        Assert.Equal(ImapError.GreetingTimeout, error.Error);
        Assert.Contains("ImplicitTls", error.Hint);
    }

    [Fact]
    public async Task An_odd_port_is_tried_with_tls_first_and_then_with_starttls()
    {
        await using var server = LoopbackServer.Start();
        var request = new TestNetwork().Request(server) with { ImplicitTlsPort = 993, StartTlsPort = 143 };

        foreach (var (port, security) in new[] { (server.Port, ConnectionSecurity.StartTls), (server.TlsPort, ConnectionSecurity.ImplicitTls) })
        {
            var (connection, endpoint) = await Connector.ConnectAsync(request with { Port = port }, Token);
            await connection.DisposeAsync();
            Assert.Equal(new Endpoint(port, security), endpoint);
            Assert.True(connection.IsSecure);
        }
    }

    private static TcpListener Answering(string? first)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _ = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync(Token);
            var stream = client.GetStream();
            if (first is not null)
            {
                await stream.WriteAsync(Encoding.Latin1.GetBytes(first), Token);
                client.Client.Shutdown(SocketShutdown.Send);
            }

            while (await stream.ReadAsync(new byte[4096], Token) > 0)
            {
            }
        });
        return listener;
    }

    /// <summary>So long for what a silent server leaves out, and as long as it takes for all else.</summary>
    private static ConnectionOptions Silence(TimeSpan time) => new ConnectionOptions().WithTimeout(TimeSpan.FromMinutes(1)) with { GreetingTimeout = time, TlsTimeout = time };

    private static Task<ImapException> FailsAsync(TcpListener listener, ConnectionSecurity security, TimeSpan silence) => Assert.ThrowsAsync<ImapException>(() => Connector.ConnectAsync(
        new ConnectRequest("127.0.0.1")
        {
            Port = ((IPEndPoint)listener.LocalEndpoint).Port,
            Security = security,
            Options = Silence(silence),
        },
        Token));
}
