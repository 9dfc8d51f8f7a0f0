using System.Collections.Concurrent;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ImapPS.Client;
using ImapPS.Client.Authentication;
using ImapPS.Client.Connecting;
using ImapPS.Client.Connection;
using ImapPS.Client.Session;
using ImapPS.Integration.Tests.Servers;

namespace ImapPS.Integration.Tests.Scenarios;

public sealed class LoginTests(DovecotServer dovecot, CyrusServer cyrus, CourierServer courier) : ServersTestBase(dovecot, cyrus, courier)
{
    // What each server offers over TLS and the engine can do with a password alone. -PLUS is bound to a channel that
    // TLS 1.3 doesn't give here; GSSAPI and NTLM need more than a server.
    private static readonly string[] ByPassword = ["SCRAM-SHA-512", "SCRAM-SHA-256", "SCRAM-SHA-1", "DIGEST-MD5", "CRAM-MD5", "PLAIN", "LOGIN"];

    [Theory]
    [MemberData(nameof(All))]
    public async Task Logs_in_after_STARTTLS(string name)
    {
        var server = await StartedAsync(name);
        await using var session = await EngineClient.ConnectAsync(server, ConnectionSecurity.StartTls);
        Assert.Equal(SessionState.Authenticated, session.State);
        Assert.Equal(ConnectionSecurity.StartTls, session.Security);
        Assert.True(session.TlsProtocol is SslProtocols.Tls12 or SslProtocols.Tls13);
        Assert.True(session.Capabilities.ImapRev1);
        Assert.Equal([ConnectionPhase.Greeting, ConnectionPhase.Tls, ConnectionPhase.Authenticated], session.CapabilitiesByPhase.Select(p => p.Key));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Logs_in_over_implicit_TLS_which_Auto_takes_first(string name)
    {
        var server = await StartedAsync(name);
        await using var session = await EngineClient.ConnectAsync(server, ConnectionSecurity.Auto);
        Assert.Equal(ConnectionSecurity.ImplicitTls, session.Security);
        Assert.Equal(server.TlsPort, session.Port);
        Assert.Equal("alice", session.UserName);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Logs_in_with_each_mechanism_that_the_server_offers(string name)
    {
        var server = await StartedAsync(name);
        var offered = server.Mechanisms.Intersect(ByPassword, StringComparer.OrdinalIgnoreCase).ToArray();
        Assert.NotEmpty(offered);
        foreach (var mechanism in offered)
        {
            await using var session = await EngineClient.ConnectAsync(server, mechanisms: mechanism);
            Assert.StartsWith(mechanism, session.AuthMechanism, StringComparison.OrdinalIgnoreCase);
            Assert.Equal(AuthenticationOutcome.Succeeded, session.AuthenticationDecision[^1].Outcome);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Prefers_a_mechanism_that_does_not_send_the_password(string name)
    {
        var server = await StartedAsync(name);
        await using var session = await EngineClient.ConnectAsync(server);
        Assert.Equal(name == "courier" ? "CRAM-" : "SCRAM", session.AuthMechanism[..5]);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Makes_one_attempt_with_a_wrong_password(string name)
    {
        var server = await StartedAsync(name);
        var trace = new ConcurrentQueue<string>();
        var error = await Assert.ThrowsAsync<ImapException>(() => EngineClient.ConnectAsync(server, password: "wrong-Pa55", trace: trace.Enqueue));
        Assert.Equal(ImapError.AuthenticationFailed, error.Error);
        Assert.Single(trace, line => line.Contains(" AUTHENTICATE ") || line.Contains(" LOGIN "));
        Assert.DoesNotContain(trace, line => line.Contains("wrong-Pa55"));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Sends_nothing_where_logging_in_is_disabled_without_TLS(string name)
    {
        var server = await StartedAsync(name);
        var trace = new ConcurrentQueue<string>();
        var error = await Assert.ThrowsAsync<ImapException>(
            () => EngineClient.ConnectAsync(server, ConnectionSecurity.None, profile: server.Profiles["strict"], trace: trace.Enqueue, mechanisms: ["PLAIN", "LOGIN"]));
        Assert.Equal(ImapError.NoMechanism, error.Error);
        Assert.DoesNotContain(trace, line => line.Contains(" LOGIN ") || line.Contains(" AUTHENTICATE "));
    }

    [Fact]
    public async Task Takes_a_name_and_a_password_that_are_not_ASCII()
    {
        var server = await Dovecot.StartedAsync();
        var zoe = server.UserNamed("zoë");
        foreach (var mechanism in new[] { "SCRAM-SHA-256", "PLAIN", "LOGIN" })
        {
            await using var session = await EngineClient.ConnectAsync(server, user: zoe, mechanisms: mechanism);
            Assert.Equal("zoë", session.UserName);
        }
    }

    [Theory]
    [InlineData("OAUTHBEARER")]
    [InlineData("XOAUTH2")]
    public async Task Logs_in_with_a_token(string mechanism)
    {
        var server = await Dovecot.StartedAsync();
        var token = await Dovecot.TokenAsync("bench", TimeSpan.FromMinutes(5));
        await using var session = await EngineClient.ConnectAsync(server, user: server.UserNamed("bench"), token: token, mechanisms: mechanism);
        Assert.Equal(mechanism, session.AuthMechanism);
    }

    [Fact]
    public async Task Tells_why_a_token_was_refused()
    {
        var server = await Dovecot.StartedAsync();
        var token = await Dovecot.TokenAsync("bench", TimeSpan.FromMinutes(-5));
        var error = await Assert.ThrowsAsync<ImapException>(() => EngineClient.ConnectAsync(server, user: server.UserNamed("bench"), token: token));
        Assert.Equal(ImapError.AuthenticationFailed, error.Error);
        Assert.Contains("token", error.Message);
        Assert.DoesNotContain(token, error.ToString());
    }

    [Fact]
    public async Task Logs_in_with_a_client_certificate()
    {
        var server = await Dovecot.StartedAsync();
        var client = server.ClientCertificate!;
        using var certificate = new X509Certificate2(client.Pfx, client.PfxPassword);
        await using var session = await EngineClient.ConnectAsync(
            server, ConnectionSecurity.ImplicitTls, user: new ServerUser(client.User, ""), profile: server.Profiles[client.Profile], certificate: certificate, mechanisms: "EXTERNAL");
        Assert.Equal("EXTERNAL", session.AuthMechanism);
    }

    [Fact]
    public async Task A_master_user_acts_as_another()
    {
        var server = await Dovecot.StartedAsync();
        var master = server.Master!;
        foreach (var mechanism in new[] { "PLAIN", "SCRAM-SHA-256" })
        {
            await using var session = await EngineClient.ConnectAsync(server, user: new ServerUser(master.User, master.Password), authorizationId: "bob", mechanisms: mechanism);
            Assert.Equal(SessionState.Authenticated, session.State);
        }
    }

    [Theory]
    [InlineData("wrongName", "not for")]
    [InlineData("expired", "expired")]
    [InlineData("selfSigned", "self-signed")]
    public async Task Refuses_a_bad_certificate_and_names_the_cause(string profile, string cause)
    {
        var server = await Dovecot.StartedAsync();
        foreach (var security in new[] { ConnectionSecurity.ImplicitTls, ConnectionSecurity.StartTls })
        {
            var error = await Assert.ThrowsAsync<ImapException>(() => EngineClient.ConnectAsync(server, security, profile: server.Profiles[profile]));
            Assert.Equal(ImapError.CertificateRejected, error.Error);
            Assert.Contains(cause, error.Message);
            Assert.Contains("Subject: ", error.Message);
        }
    }
}
