using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace ImapPS.Integration.Tests.Servers;

/// <summary>That the servers are what the other tests take them for. Speaks to them with nothing of ours in between.</summary>
public sealed class ServerTests
{
    private readonly Dictionary<string, RealServer> _servers;
    private readonly DovecotServer _dovecot;

    public ServerTests(DovecotServer dovecot, CyrusServer cyrus, CourierServer courier)
    {
        _dovecot = dovecot;
        _servers = new() { ["dovecot"] = dovecot, ["cyrus"] = cyrus, ["courier"] = courier };
    }

    public static TheoryData<string> All => ["dovecot", "cyrus", "courier"];

    [Theory]
    [MemberData(nameof(All))]
    public async Task Greets(string name)
    {
        ServerDescription server = await _servers[name].StartedAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port);
        using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
        Assert.StartsWith("* OK", await reader.ReadLineAsync());
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Greets_over_implicit_TLS(string name)
    {
        ServerDescription server = await _servers[name].StartedAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.TlsPort);
        await using var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsClientAsync(ServerTrust.Options(server, "127.0.0.1"));
        Assert.StartsWith("* OK", await LineAsync(tls));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Forbids_logging_in_until_STARTTLS_where_it_is_strict(string name)
    {
        ServerDescription server = await _servers[name].StartedAsync();
        ServerProfile strict = server.Profiles["strict"];
        using var client = new TcpClient();
        await client.ConnectAsync(strict.Host, strict.Port);
        NetworkStream plain = client.GetStream();
        await LineAsync(plain);
        Assert.Contains(await CommandAsync(plain, "CAPABILITY"), line => line.Contains("LOGINDISABLED"));

        await CommandAsync(plain, "STARTTLS");
        await using var tls = new SslStream(plain);
        await tls.AuthenticateAsClientAsync(ServerTrust.Options(server, "imap.test.example"));
        Assert.DoesNotContain(await CommandAsync(tls, "CAPABILITY"), line => line.Contains("LOGINDISABLED"));
        await CommandAsync(tls, $"LOGIN {server.User} {server.Password}");
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Holds_the_seed(string name)
    {
        ServerDescription server = await _servers[name].StartedAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port);
        NetworkStream stream = client.GetStream();
        await LineAsync(stream);
        await CommandAsync(stream, $"LOGIN {server.User} {server.Password}");
        Assert.Contains("* 29 EXISTS", await CommandAsync(stream, "EXAMINE INBOX"));
        Assert.Contains("* 3 EXISTS", await CommandAsync(stream, $"EXAMINE \"{server.Mailbox("Archive/2026")}\""));
    }

    [Theory]
    [InlineData("wrongName")]
    [InlineData("expired")]
    [InlineData("selfSigned")]
    public async Task Dovecot_has_certificates_to_refuse(string profile)
    {
        ServerDescription server = await _dovecot.StartedAsync();
        ServerProfile at = server.Profiles[profile];
        using var client = new TcpClient();
        await client.ConnectAsync(at.Host, at.TlsPort);
        await using var tls = new SslStream(client.GetStream());
        await Assert.ThrowsAsync<AuthenticationException>(
            () => tls.AuthenticateAsClientAsync(ServerTrust.Options(server, "imap.test.example")));
    }

    [Fact]
    public async Task Dovecot_takes_a_token_and_holds_bulk()
    {
        ServerDescription server = await _dovecot.StartedAsync();
        await _dovecot.BulkAsync("bench", "Some", 50);
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port);
        NetworkStream stream = client.GetStream();
        await LineAsync(stream);
        string token = await _dovecot.TokenAsync("bench", TimeSpan.FromMinutes(5));
        string initial = Convert.ToBase64String(Encoding.UTF8.GetBytes($"user=bench\u0001auth=Bearer {token}\u0001\u0001"));
        await CommandAsync(stream, $"AUTHENTICATE XOAUTH2 {initial}");
        Assert.Contains("* 50 EXISTS", await CommandAsync(stream, "EXAMINE Some"));
    }

    private static async Task<List<string>> CommandAsync(Stream stream, string command)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"t {command}\r\n"));
        var lines = new List<string>();
        string line;
        while (!(line = await LineAsync(stream)).StartsWith("t ", StringComparison.Ordinal))
            lines.Add(line);
        Assert.StartsWith("t OK", line);
        return lines;
    }

    // Byte by byte: nothing may be taken from the stream that belongs to what follows STARTTLS.
    private static async Task<string> LineAsync(Stream stream)
    {
        var line = new StringBuilder();
        byte[] one = new byte[1];
        while (await stream.ReadAsync(one) == 1)
        {
            if (one[0] == (byte)'\n')
                return line.ToString().TrimEnd('\r');
            line.Append((char)one[0]);
        }

        throw new EndOfStreamException($"after \"{line}\"");
    }
}
