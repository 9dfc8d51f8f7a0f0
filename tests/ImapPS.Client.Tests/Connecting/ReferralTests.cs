using ImapPS.Client.Authentication;
using ImapPS.Client.Connecting;
using ImapPS.Client.Session;
using ImapPS.Client.Transport;
using ImapPS.Loopback;

namespace ImapPS.Client.Tests.Connecting;

/// <summary>Login referrals (RFC 2221).</summary>
public sealed class ReferralTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("imap://server2/", "server2", null, false, null)]
    [InlineData("IMAP://user;AUTH=*@SERVER2/", "SERVER2", null, false, "user")]
    [InlineData("imap://user%40example.org;AUTH=GSSAPI@server2:1143/INBOX;UID=1", "server2", 1143, false, "user@example.org")]
    [InlineData("imap://;AUTH=ANONYMOUS@server2", "server2", null, false, null)]
    [InlineData("imaps://[2001:db8::1]:993/", "2001:db8::1", 993, true, null)]
    public void A_url_names_server_port_and_user(string url, string host, int? port, bool tls, string? user) =>
        Assert.Equal(new ReferralTarget(host, port, tls, user), ReferralTarget.TryParse(url));

    [Theory]
    [InlineData("")]
    [InlineData("http://server2/")]
    [InlineData("imap://")]
    [InlineData("imap:///INBOX")]
    [InlineData("imap://server2:0/")]
    [InlineData("imap://server2:65536/")]
    [InlineData("imap://server2:x/")]
    [InlineData("imap://a b/")]
    [InlineData("imap://a\u001b/")]
    public void What_is_no_imap_url_leads_nowhere(string url) => Assert.Null(ReferralTarget.TryParse(url));

    [Fact]
    public void A_referral_is_followed_to_tls_only()
    {
        var request = new ConnectRequest("first") { Security = ConnectionSecurity.None, Port = 1143, StartTlsPort = 1143, ImplicitTlsPort = 1993 };

        var next = ReferralTarget.TryParse("imap://second:143/")!.Follow(request);

        Assert.Equal(("second", null, ConnectionSecurity.Auto, 993, 143), (next.Host, next.Port, next.Security, next.ImplicitTlsPort, next.StartTlsPort));
        Assert.Equal(ConnectionSecurity.ImplicitTls, ReferralTarget.TryParse("imaps://second/")!.Follow(request).Security);
    }

    [Fact]
    public async Task Unless_asked_for_a_referral_is_told_and_not_followed()
    {
        await using var first = LoopbackServer.Start();
        first.Faults.AnswerNext("AUTHENTICATE", "{tag} NO [REFERRAL imap://user;AUTH=*@imap2.example.org/] not here");

        var error = await Assert.ThrowsAsync<ImapException>(() => LoginAsync(Request(first, follow: false)));

        Assert.Equal(ImapError.AuthenticationFailed, error.Error);
        Assert.Contains("refers this login to imap2.example.org", error.Message);
        Assert.Contains("-FollowReferral", error.Hint);
        Assert.Single(first.Log.Commands, static c => c.StartsWith("AUTHENTICATE") || c.StartsWith("LOGIN"));
    }

    [Fact]
    public async Task A_referral_in_a_no_is_followed_with_its_user_name()
    {
        await using var first = LoopbackServer.Start();
        await using var second = LoopbackServer.Start(new LoopbackOptions { Users = { new LoopbackUser("elsewhere", "password") } });
        first.Faults.AnswerNext("AUTHENTICATE", $"{{tag}} NO [REFERRAL imap://elsewhere;AUTH=*@localhost:{second.Port}/] not here");

        await using var session = await LoginAsync(Request(first, follow: true, second));

        Assert.Equal("elsewhere", session.UserName);
        Assert.Equal(second.Port, session.Port);
        Assert.True(session.Connection.IsSecure);
        Assert.Null(session.Referral);
    }

    [Fact]
    public async Task A_referral_in_an_ok_is_told_or_followed()
    {
        await using var first = LoopbackServer.Start(new LoopbackOptions { Mechanisms = { "PLAIN" }, CapabilitiesInLogin = false });
        await using var second = LoopbackServer.Start();
        var answer = $"{{tag}} OK [REFERRAL imaps://localhost:{second.TlsPort}/] welcome, but there it is quicker";
        first.Faults.AnswerNext("LOGIN", answer, execute: true);
        await using (var session = await LoginAsync(Request(first, follow: false, second), "LOGIN"))
        {
            Assert.Equal(first.TlsPort, session.Port);
            Assert.Equal($"localhost port {second.TlsPort}", session.Referral!.ToString());
        }

        first.Faults.AnswerNext("LOGIN", answer, execute: true);
        await using (var session = await LoginAsync(Request(first, follow: true, second), "LOGIN"))
            Assert.Equal(second.TlsPort, session.Port);
    }

    [Fact]
    public async Task If_the_other_server_fails_the_session_of_an_ok_is_kept()
    {
        await using var first = LoopbackServer.Start();
        first.Faults.AnswerNext("LOGIN", $"{{tag}} OK [REFERRAL imaps://localhost:{TestPorts.Free()}/] try there", execute: true);
        var warnings = new List<string>();

        await using var session = await LoginAsync(Request(first, follow: true) with { Warning = warnings.Add }, "LOGIN");

        Assert.Equal(first.TlsPort, session.Port);
        Assert.Equal(SessionState.Authenticated, session.State);
        Assert.Single(warnings);
    }

    [Fact]
    public async Task A_bye_in_the_greeting_inside_tls_refers_too()
    {
        await using var second = LoopbackServer.Start();
        await using var first = LoopbackServer.Start(new LoopbackOptions { GreetingText = $"* BYE [REFERRAL imaps://localhost:{second.TlsPort}/] moved" });

        await using var session = await LoginAsync(Request(first, follow: true, second));
        Assert.Equal(second.TlsPort, session.Port);

        var error = await Assert.ThrowsAsync<ImapException>(() => LoginAsync(Request(first, follow: false, second)));
        Assert.Contains($"refers this login to localhost port {second.TlsPort}", error.Message);
    }

    [Fact]
    public async Task A_circle_ends()
    {
        await using var first = LoopbackServer.Start();
        first.Faults.AnswerNext("AUTHENTICATE", $"{{tag}} NO [REFERRAL imaps://localhost:{first.TlsPort}/] not here", times: 10);

        var error = await Assert.ThrowsAsync<ImapException>(() => LoginAsync(Request(first, follow: true)));

        Assert.Equal(ImapError.ReferralFailed, error.Error);
    }

    [Fact]
    public async Task After_three_hops_it_ends()
    {
        var servers = Enumerable.Range(0, 5).Select(static _ => LoopbackServer.Start()).ToArray();
        try
        {
            for (var i = 0; i < 4; i++)
                servers[i].Faults.AnswerNext("AUTHENTICATE", $"{{tag}} NO [REFERRAL imaps://localhost:{servers[i + 1].TlsPort}/] next");

            var error = await Assert.ThrowsAsync<ImapException>(() => LoginAsync(Request(servers[0], follow: true, servers)));

            Assert.Equal(ImapError.ReferralFailed, error.Error);
            Assert.DoesNotContain(servers[4].Log.Commands, static c => c.StartsWith("AUTHENTICATE"));
            Assert.Contains(servers[3].Log.Commands, static c => c.StartsWith("AUTHENTICATE"));
        }
        finally
        {
            foreach (var server in servers)
                await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task Without_tls_a_referral_is_not_followed()
    {
        await using var second = LoopbackServer.Start();
        await using var first = LoopbackServer.Start();
        first.Faults.AnswerNext("AUTHENTICATE", $"{{tag}} NO [REFERRAL imaps://localhost:{second.TlsPort}/] not here");

        var error = await Assert.ThrowsAsync<ImapException>(() => LoginAsync(Request(first, follow: true, second) with { Security = ConnectionSecurity.None }));

        Assert.Equal(ImapError.AuthenticationFailed, error.Error);
        Assert.Empty(second.Log.Commands);
    }

    private static ConnectRequest Request(LoopbackServer server, bool follow, params LoopbackServer[] trusted)
    {
        var request = new TestNetwork().Request(server);
        return request with
        {
            FollowReferral = follow,
            Tls = new TlsOptions { CertificateAuthorities = [.. request.Tls.CertificateAuthorities, .. trusted.SelectMany(TestNetwork.Authority)] },
        };
    }

    private static async Task<ImapSession> LoginAsync(ConnectRequest request, params string[] mechanisms)
    {
        using var credentials = new LoginCredentials("user") { Password = new SecretString("password".AsSpan()), Mechanisms = mechanisms };
        return await ImapSession.ConnectAsync(request, credentials, Token);
    }
}
