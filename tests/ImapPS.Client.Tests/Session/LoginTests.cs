using ImapPS.Client.Authentication;
using ImapPS.Client.Connecting;
using ImapPS.Client.Connection;

namespace ImapPS.Client.Tests.Session;

/// <summary>Logging in over the wire, with a server that can be told what to offer.</summary>
public class LoginTests : EngineTest
{
    private static readonly string[] All = ["SCRAM-SHA-512", "SCRAM-SHA-256", "SCRAM-SHA-1", "CRAM-MD5", "PLAIN", "LOGIN"];

    private IEnumerable<string> Attempts => Commands.Where(c => c.StartsWith("AUTHENTICATE", StringComparison.Ordinal) || c.StartsWith("LOGIN ", StringComparison.Ordinal));

    private void Offer(params string[] mechanisms)
    {
        Options.Mechanisms.Clear();
        foreach (var mechanism in mechanisms)
            Options.Mechanisms.Add(mechanism);
    }

    public static TheoryData<string, bool> Mechanisms()
    {
        var data = new TheoryData<string, bool>();
        foreach (var mechanism in All)
        {
            data.Add(mechanism, true);
            data.Add(mechanism, false);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Mechanisms))]
    public async Task Each_mechanism_logs_in_with_and_without_an_initial_response(string mechanism, bool initialResponse)
    {
        Offer(mechanism);
        if (!initialResponse)
            Options.Without("SASL-IR");
        var session = await ConnectAsync(ConnectionSecurity.StartTls, mechanisms: mechanism == "LOGIN" ? [] : [mechanism]);
        Assert.Equal(mechanism == "LOGIN" ? "LOGIN command" : mechanism, session.AuthMechanism);
        Assert.Equal("user", session.UserName);
        Assert.Equal(1, Server.Statistics.LoginAttempts);
        Assert.Equal(ConnectionPhase.Authenticated, session.Connection.Phase);
        Assert.Equal(AuthenticationOutcome.Succeeded, session.AuthenticationDecision[^1].Outcome);
    }

    [Theory]
    [InlineData("OAUTHBEARER")]
    [InlineData("XOAUTH2")]
    public async Task A_token_logs_in_and_a_refused_one_is_not_tried_again(string mechanism)
    {
        Offer("OAUTHBEARER", "XOAUTH2", "PLAIN");
        Server.Options.Users[0].AccessToken = "good-token";
        var session = await ConnectAsync(ConnectionSecurity.StartTls, token: "good-token", mechanisms: mechanism);
        Assert.Equal(mechanism, session.AuthMechanism);
        Server.Statistics.Reset();
        var exception = await FailsAsync(ImapError.AuthenticationFailed, () => ConnectAsync(ConnectionSecurity.StartTls, token: "bad-token"));
        Assert.DoesNotContain("bad-token", exception.ToString());
        Assert.Equal(1, Server.Statistics.LoginAttempts);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task The_strongest_on_offer_is_used(int from)
    {
        Offer(All.Skip(from).Reverse().ToArray());
        var session = await ConnectAsync(ConnectionSecurity.StartTls);
        Assert.Equal(All[from], session.AuthMechanism);
        Assert.Single(Attempts);
        Assert.Equal(All.Skip(from).Reverse(), session.AuthenticationDecision.Where(d => d.Outcome == AuthenticationOutcome.Offered && d.Phase == "after STARTTLS").Select(d => d.Mechanism));
        Assert.Contains(session.AuthenticationDecision, d => d.Mechanism == All[from] && d.Outcome == AuthenticationOutcome.Chosen);
    }

    [Theory]
    [InlineData("SCRAM-SHA-256")]
    [InlineData("CRAM-MD5")]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    public async Task A_wrong_password_is_one_attempt_and_no_more(string strongest)
    {
        Offer(All.SkipWhile(m => m != strongest).ToArray());
        var exception = await FailsAsync(ImapError.AuthenticationFailed, () => ConnectAsync(ConnectionSecurity.StartTls, "wrong-password"));
        Assert.Equal("AUTHENTICATIONFAILED", exception.ErrorId);
        Assert.DoesNotContain("wrong-password", exception.ToString());
        Assert.Single(Attempts);
        Assert.Equal(1, Server.Statistics.LoginAttempts);
        Assert.Equal(1, Server.Statistics.LoginFailures);
        Assert.Equal(AuthenticationOutcome.Failed, exception.Decisions[^1].Outcome);
        await UntilAsync(() => Server.OpenConnections == 0);
    }

    [Fact]
    public async Task Logindisabled_is_not_overridden()
    {
        Offer();
        Options.With("LOGINDISABLED");
        var exception = await FailsAsync(ImapError.NoMechanism, () => ConnectAsync(ConnectionSecurity.StartTls));
        Assert.Contains("LOGINDISABLED", exception.Message);
        Assert.Contains(exception.Decisions, d => d.Mechanism == "LOGIN command" && d.Outcome == AuthenticationOutcome.Skipped && d.Reason.Contains("LOGINDISABLED", StringComparison.Ordinal));
        Assert.Empty(Attempts);
    }

    [Fact]
    public async Task What_is_offered_before_tls_only_is_not_used_and_what_is_hidden_until_tls_is()
    {
        Offer("PLAIN");
        Options.AllowPlaintextLogin = false;
        var session = await ConnectAsync(ConnectionSecurity.StartTls);
        Assert.Equal("PLAIN", session.AuthMechanism);
        var phases = session.CapabilitiesByPhase;
        Assert.Equal([ConnectionPhase.Greeting, ConnectionPhase.Tls, ConnectionPhase.Authenticated], phases.Select(p => p.Key));
        Assert.True(phases[0].Value.LoginDisabled);
        Assert.Empty(phases[0].Value.AuthMechanisms);
        Assert.Equal(["PLAIN"], phases[1].Value.AuthMechanisms);
        Assert.Contains(session.AuthenticationDecision, d => d is { Phase: "greeting", Mechanism: "LOGIN command", Outcome: AuthenticationOutcome.Skipped });
    }

    [Theory]
    [InlineData("{tag} NO [CANNOT] not this one")]
    [InlineData("{tag} BAD unknown mechanism")]
    public async Task A_mechanism_that_is_offered_and_then_denied_gives_way_to_the_next(string denial)
    {
        Server.Faults.AnswerNext("AUTHENTICATE", denial);
        var session = await ConnectAsync(ConnectionSecurity.StartTls);
        Assert.Equal("SCRAM-SHA-1", session.AuthMechanism);
        Assert.Equal(["SCRAM-SHA-256", "SCRAM-SHA-1"], Attempts.Select(a => a.Split(' ')[1]));
        Assert.Equal(
            ["SCRAM-SHA-256 Failed", "SCRAM-SHA-1 Chosen", "SCRAM-SHA-1 Succeeded"],
            session.AuthenticationDecision.TakeLast(3).Select(d => $"{d.Mechanism} {d.Outcome}"));
    }

    [Fact]
    public async Task When_all_are_denied_the_error_holds_the_whole_record()
    {
        Server.Faults.AnswerNext("AUTHENTICATE", "{tag} NO [CANNOT] not this one", times: 3);
        Server.Faults.AnswerNext("LOGIN", "{tag} NO [CANNOT] nor this");
        var exception = await FailsAsync(ImapError.AuthenticationFailed, () => ConnectAsync(ConnectionSecurity.StartTls));
        Assert.Contains("SCRAM-SHA-256", exception.Message);
        Assert.Equal(
            ["SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN", "LOGIN command"],
            exception.Decisions.Where(d => d.Outcome == AuthenticationOutcome.Failed).Select(d => d.Mechanism));
    }

    [Theory]
    [InlineData("UNAVAILABLE")]
    [InlineData("EXPIRED")]
    [InlineData("CONTACTADMIN")]
    public async Task What_concerns_the_account_ends_the_login(string code)
    {
        Server.Faults.AnswerNext("AUTHENTICATE", $"{{tag}} NO [{code}] later");
        var exception = await FailsAsync(ImapError.AuthenticationFailed, () => ConnectAsync(ConnectionSecurity.StartTls));
        Assert.Equal(code, exception.ErrorId);
        Assert.Single(Attempts);
    }

    [Theory]
    [InlineData("pass\"word\\")]
    [InlineData("пароль")]
    [InlineData("with space {5}")]
    [InlineData("a\r\nb")]
    public async Task Awkward_passwords_arrive_by_every_mechanism(string password)
    {
        Options.Users.Add(new Loopback.LoopbackUser("user", password));
        foreach (var capabilities in new[] { "LITERAL+", "" })
        {
            foreach (var mechanism in new[] { "PLAIN", "LOGIN", "CRAM-MD5" })
            {
                Offer(mechanism == "LOGIN" ? [] : [mechanism]);
                if (capabilities.Length == 0)
                    Options.Without("LITERAL+");
                var session = await ConnectAsync(ConnectionSecurity.StartTls, password);
                Assert.StartsWith(mechanism, session.AuthMechanism);
            }
        }

        Assert.DoesNotContain(Trace, line => line.Contains(password, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_user_name_that_cannot_be_sent_is_an_error_of_its_own()
    {
        Offer();
        foreach (var user in new[] { "us\0er", "us\ud800er" })
            await FailsAsync(ImapError.InvalidArgument, () => ConnectAsync(ConnectionSecurity.StartTls, user: user));
        Assert.Empty(Attempts);
    }

    [Fact]
    public async Task A_password_with_nul_cannot_be_sent_by_login()
    {
        Offer();
        await FailsAsync(ImapError.InvalidArgument, () => ConnectAsync(ConnectionSecurity.StartTls, "a\0b"));
        Assert.Empty(Attempts);
    }

    [Fact]
    public async Task Nothing_is_sent_in_the_clear_unless_that_was_asked_for_by_name()
    {
        Offer("PLAIN");
        var session = await ConnectAsync(ConnectionSecurity.None);
        Assert.Equal("PLAIN", session.AuthMechanism);
        Assert.Null(session.TlsProtocol);
        Assert.Equal(0, Server.Statistics.TlsHandshakes);
    }

    [Theory]
    [InlineData(true, true, 1)]
    [InlineData(false, true, 2)]
    [InlineData(true, false, 2)]
    [InlineData(false, false, 3)]
    public async Task Capability_is_asked_only_where_nothing_told(bool inGreeting, bool inLogin, int commands)
    {
        Options.CapabilitiesInGreeting = inGreeting;
        Options.CapabilitiesInLogin = inLogin;
        await ConnectAsync(ConnectionSecurity.StartTls);
        // After STARTTLS all is forgotten, and nothing but the command tells it.
        Assert.Equal(commands, Commands.Count(c => c == "CAPABILITY"));
        Server.Log.Clear();
        await ConnectAsync(ConnectionSecurity.ImplicitTls);
        Assert.Equal((inGreeting ? 0 : 1) + (inLogin ? 0 : 1), Commands.Count(c => c == "CAPABILITY"));
    }

    [Fact]
    public async Task Cancelling_a_login_ends_the_connection()
    {
        using var cancel = new CancellationTokenSource();
        using var credentials = new LoginCredentials("user") { Password = new SecretString("password".AsSpan()) };
        Server.Faults.AnswerNext("AUTHENTICATE", "* OK still thinking");
        var connecting = Client.Session.ImapSession.ConnectAsync(Request(), credentials, cancel.Token);
        await UntilAsync(() => Attempts.Any());
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting.WaitAsync(Hang));
        await UntilAsync(() => Server.OpenConnections == 0);
    }
}
