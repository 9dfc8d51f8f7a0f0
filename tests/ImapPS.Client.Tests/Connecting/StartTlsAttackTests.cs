using ImapPS.Client.Authentication;
using ImapPS.Client.Connecting;
using ImapPS.Client.Connection;
using ImapPS.Client.Session;
using ImapPS.Loopback;
using ImapPS.Loopback.Faults;
using ImapPS.Loopback.Scripts;
using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Tests.Connecting;

/// <summary>
/// What "Why TLS Is Better Without STARTTLS" (Poddebniak et al., USENIX Security 2021) does to IMAP clients, one test each.
/// The server plays the attacker on the way, who can say anything before TLS stands.
/// </summary>
public sealed class StartTlsAttackTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Responses_behind_the_ok_of_starttls_end_the_connection()
    {
        await using var server = LoopbackServer.Start();
        server.Faults.InjectAfter("STARTTLS", "* CAPABILITY IMAP4rev1 AUTH=PLAIN\n* 1 EXISTS");

        var error = await FailsAsync(server);

        Assert.Equal(ImapError.StartTlsInjection, error.Error);
        AssertNothingSecretSent(server);
    }

    [Fact]
    public async Task A_tagged_answer_behind_the_ok_of_starttls_is_not_taken_for_the_logins()
    {
        await using var server = LoopbackServer.Start();
        server.Faults.InjectAfter("STARTTLS", "A0002 OK logged in\nA0003 OK logged in");

        Assert.Equal(ImapError.StartTlsInjection, (await FailsAsync(server)).Error);
    }

    [Theory]
    [InlineData("* 1 EXISTS")]
    [InlineData("* OK [ALERT] stay in the clear")]
    [InlineData("A0002 OK logged in")]
    public async Task Plain_text_that_comes_later_than_the_ok_is_not_fed_into_tls(string injected)
    {
        var script = new LoopbackScript().Send("* OK [CAPABILITY IMAP4rev1 STARTTLS] hello").Expect("{tag} STARTTLS").Send("{tag} OK go")
            .Wait(TimeSpan.FromMilliseconds(300)).Send(injected).Wait(TimeSpan.FromMinutes(1));
        await using var server = LoopbackServer.Start(new LoopbackOptions { Script = script });

        Assert.Equal(ImapError.StartTlsInjection, (await FailsAsync(server)).Error);
    }

    [Fact]
    public async Task An_alert_in_the_greeting_inside_tls_is_genuine()
    {
        await using var server = LoopbackServer.Start(new LoopbackOptions { GreetingText = "* OK [ALERT] maintenance tonight" });
        var told = new List<string>();

        await using var session = await LoginAsync(server, Request(server) with { Security = ConnectionSecurity.ImplicitTls, Alert = told.Add });

        Assert.Equal(["maintenance tonight"], told);
    }

    [Theory]
    [InlineData("* CAPABILITY IMAP4rev1 AUTH=XOAUTH2 INJECTED")]
    [InlineData("* OK [CAPABILITY IMAP4rev1 AUTH=XOAUTH2 INJECTED] hello")]
    [InlineData("* LIST () \"/\" Injected")]
    [InlineData("* STATUS Injected (MESSAGES 99)")]
    [InlineData("* 99 EXISTS")]
    [InlineData("* FLAGS (\\Seen injected)")]
    [InlineData("* OK [UIDVALIDITY 99] injected")]
    [InlineData("* 1 FETCH (UID 99 FLAGS (\\Seen))")]
    [InlineData("* SEARCH 99")]
    [InlineData("* NO injected")]
    [InlineData("+ injected")]
    public async Task Responses_before_the_ok_of_starttls_are_forgotten(string injected)
    {
        await using var server = LoopbackServer.Start();
        server.Faults.InjectBefore("STARTTLS", injected);
        var told = new List<string>();

        await using var session = await LoginAsync(server, Request(server) with { Alert = told.Add });

        Assert.True(session.Connection.IsSecure);
        Assert.Equal(-1, session.Capabilities.ToString().IndexOf("INJECTED", StringComparison.Ordinal));
        Assert.DoesNotContain(session.CapabilitiesByPhase, static p => p.Key != ConnectionPhase.Greeting && p.Value.Contains("INJECTED"));
        Assert.Null(session.Selected);
        Assert.Empty(told);
        // Asked for anew inside TLS, before a mechanism was chosen.
        Assert.Equal("CAPABILITY", server.Log.Commands[1]);
    }

    [Fact]
    public async Task Capabilities_of_the_greeting_choose_no_mechanism()
    {
        await using var server = LoopbackServer.Start(new LoopbackOptions { GreetingText = "* OK [CAPABILITY IMAP4rev1 STARTTLS AUTH=LOGIN AUTH=INJECTED] hello" });

        await using var session = await LoginAsync(server, Request(server));

        Assert.Equal("SCRAM-SHA-256", session.AuthMechanism);
        Assert.DoesNotContain("INJECTED", session.Capabilities.AuthMechanisms);
    }

    [Fact]
    public async Task Starttls_stripped_from_the_capabilities_ends_the_connection()
    {
        await using var server = LoopbackServer.Start(new LoopbackOptions { ShowStartTls = false });

        var error = await FailsAsync(server);

        Assert.Equal(ImapError.StartTlsUnavailable, error.Error);
        Assert.NotNull(error.Hint);
        AssertNothingSecretSent(server);
    }

    [Theory]
    [InlineData("{tag} NO not today")]
    [InlineData("{tag} BAD what?")]
    [InlineData("{tag} NO [REFERRAL imap://evil.example/] go there")]
    public async Task Starttls_refused_ends_the_connection(string answer)
    {
        await using var server = LoopbackServer.Start();
        server.Faults.AnswerNext("STARTTLS", answer);

        var error = await FailsAsync(server, follow: true);

        Assert.Equal(ImapError.StartTlsUnavailable, error.Error);
        Assert.IsNotType<ReferralCode>(error.Response?.Code);
        AssertNothingSecretSent(server);
    }

    [Theory]
    [InlineData("* PREAUTH welcome back")]
    [InlineData("* PREAUTH [CAPABILITY IMAP4rev1 STARTTLS] welcome back")]
    public async Task Preauth_where_tls_was_to_come_ends_the_connection(string greeting)
    {
        await using var server = LoopbackServer.Start(new LoopbackOptions { GreetingText = greeting });

        Assert.Equal(ImapError.PreAuthRefused, (await FailsAsync(server)).Error);
        Assert.Empty(server.Log.Commands);
    }

    [Fact]
    public async Task A_tagged_answer_to_a_command_not_yet_sent_ends_the_connection()
    {
        // Both tags that may come next are answered along with the greeting, before any command was sent.
        await using var server = LoopbackServer.Start(new LoopbackOptions
        {
            GreetingText = "* OK [CAPABILITY IMAP4rev1 STARTTLS] hello\r\nA0001 OK begin TLS\r\nA0002 OK done",
        });

        Assert.Equal(ImapError.ProtocolViolation, (await FailsAsync(server)).Error);
        AssertNothingSecretSent(server);
    }

    [Fact]
    public async Task The_tag_of_starttls_can_not_be_guessed()
    {
        await using var server = LoopbackServer.Start();
        var lines = new List<string>();
        var trace = new ProtocolTrace(lines.Add);
        var request = Request(server);
        for (var i = 0; i < 2; i++)
            await (await Connector.ConnectAsync(request with { Options = request.Options with { Trace = trace } }, Token)).Connection.DisposeAsync();

        var tags = server.Log.Entries.Where(static e => e.Text.EndsWith(" STARTTLS")).Select(static e => e.Text.Split(' ')[0]).ToArray();
        Assert.Equal(2, tags.Distinct().Count());
        Assert.All(tags, static t => Assert.True(t.Length > 20));
    }

    [Theory]
    [InlineData("* BYE [REFERRAL imap://evil.example/] use the other server", ImapError.GreetingRejected)]
    [InlineData("* OK [CAPABILITY IMAP4rev1 STARTTLS] hello\r\n* BYE [REFERRAL imap://evil.example/] use the other server", ImapError.ServerClosed)]
    public async Task A_referral_before_tls_leads_nowhere(string greeting, ImapError kind)
    {
        await using var server = LoopbackServer.Start(new LoopbackOptions { GreetingText = greeting });

        var error = await FailsAsync(server, follow: true);

        Assert.Equal(kind, error.Error);
        Assert.Null(error.ResponseCode);
        Assert.DoesNotContain("evil.example", error.Message + error.Hint);
        Assert.Contains("before TLS", error.Message);
        AssertNothingSecretSent(server);
    }

    [Fact]
    public async Task A_bye_before_the_ok_of_starttls_is_not_kept_for_after_tls()
    {
        await using var server = LoopbackServer.Start();
        server.Faults.InjectBefore("STARTTLS", "* BYE [REFERRAL imap://evil.example/] closing");

        var error = await FailsAsync(server, follow: true);

        Assert.Equal(ImapError.ServerClosed, error.Error);
        Assert.Null(error.ResponseCode);
    }

    [Fact]
    public async Task An_alert_before_tls_is_shown_as_what_it_is()
    {
        await using var server = LoopbackServer.Start(new LoopbackOptions
        {
            GreetingText = "* OK [ALERT] call +1 555 0100 \u001b[2J\u0007now\r\n* NO [ALERT] second",
        });
        var told = new List<string>();

        await using var session = await LoginAsync(server, Request(server) with { Alert = told.Add });

        Assert.Equal(2, told.Count);
        Assert.All(told, static t => Assert.StartsWith("Not authenticated, as it came before TLS stood: ", t));
        Assert.DoesNotContain(told, static t => t.Any(char.IsControl));
        Assert.Contains("\\u001B", told[0]);
    }

    [Fact]
    public async Task A_flood_of_alerts_before_tls_is_cut()
    {
        await using var server = LoopbackServer.Start();
        server.Faults.InjectBefore("STARTTLS", string.Concat(Enumerable.Repeat("* OK [ALERT] pay here\n", 5000)));
        var told = new List<string>();

        await using var session = await LoginAsync(server, Request(server) with { Alert = told.Add });

        Assert.Equal(5, told.Count);
    }

    [Fact]
    public async Task An_alert_after_tls_is_genuine()
    {
        await using var server = LoopbackServer.Start(new LoopbackOptions { Mechanisms = { "PLAIN" } });
        server.Faults.InjectBefore("CAPABILITY", "* OK [ALERT] genuine \u001b[31m");
        var told = new List<string>();

        await using var session = await LoginAsync(server, Request(server) with { Alert = told.Add });

        Assert.Equal("genuine \\u001B[31m", Assert.Single(told));
    }

    [Fact]
    public async Task Control_characters_reach_no_error_text()
    {
        await using var server = LoopbackServer.Start();
        server.Faults.AnswerNext("STARTTLS", "{tag} NO \u001b]0;owned\u0007\u009b31m \u202egnp.exe");

        var error = await FailsAsync(server);

        Assert.DoesNotContain(error.Message, static c => char.IsControl(c) || c == '\u202e');
    }

    [Fact]
    public async Task An_endless_talk_before_tls_ends_at_the_timeout()
    {
        var script = LoopbackScript.Parse("S: * OK [CAPABILITY IMAP4rev1 STARTTLS] hello");
        script.Expect("{tag} STARTTLS");
        for (var i = 0; i < 1200; i++)
            script.Send("* OK still here").Wait(TimeSpan.FromMilliseconds(100));
        await using var server = LoopbackServer.Start(new LoopbackOptions { Script = script });
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var request = Request(server);
        var stream = await request.Dialer.ConnectAsync(request.Host, server.Port, null, request.Options.ConnectTimeout, Token);
        await using var connection = await ImapConnection.OpenAsync(stream, request.Host, secure: false, request.Options, Token, awaitsTls: true);

        // From here on, so that a machine that is slow to connect and to greet is not taken for the server.
        var upgrade = typeof(Connector).GetMethod("UpgradeAsync", System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic)!;
        var hasty = request with { Options = new ConnectionOptions().WithTimeout(TimeSpan.FromSeconds(0.5)) };

        var error = await Assert.ThrowsAsync<ImapException>(() => (Task)upgrade.Invoke(null, [connection, hasty, Token])!);

        Assert.Equal(ImapError.CommandTimeout, error.Error);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.5, 60);
    }

    private static ConnectRequest Request(LoopbackServer server) => new TestNetwork().Request(server) with { Security = ConnectionSecurity.StartTls };

    private static async Task<ImapException> FailsAsync(LoopbackServer server, bool follow = false) =>
        await Assert.ThrowsAsync<ImapException>(async () => await (await LoginAsync(server, Request(server) with { FollowReferral = follow })).DisposeAsync());

    private static async Task<ImapSession> LoginAsync(LoopbackServer server, ConnectRequest request)
    {
        _ = server;
        using var credentials = new LoginCredentials("user") { Password = new SecretString("password".AsSpan()) };
        return await ImapSession.ConnectAsync(request, credentials, Token);
    }

    private static void AssertNothingSecretSent(LoopbackServer server) =>
        Assert.DoesNotContain(server.Log.Commands, static c => c.StartsWith("LOGIN") || c.StartsWith("AUTHENTICATE"));
}
