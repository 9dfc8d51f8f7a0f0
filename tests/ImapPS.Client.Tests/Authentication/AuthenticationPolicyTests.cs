using ImapPS.Client.Authentication;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Authentication;

public class AuthenticationPolicyTests
{
    private const string All =
        "IMAP4rev1 AUTH=PLAIN AUTH=LOGIN AUTH=CRAM-MD5 AUTH=DIGEST-MD5 AUTH=NTLM AUTH=GSSAPI AUTH=SCRAM-SHA-1 AUTH=SCRAM-SHA-256 AUTH=SCRAM-SHA-512 "
        + "AUTH=SCRAM-SHA-1-PLUS AUTH=SCRAM-SHA-256-PLUS AUTH=SCRAM-SHA-512-PLUS AUTH=EXTERNAL AUTH=ANONYMOUS AUTH=XOAUTH2 AUTH=OAUTHBEARER";

    private const string LoginCommand = "LOGIN command";

    private static readonly ChannelBinding Unique = new("tls-unique", [1]);

    private static readonly ChannelBinding EndPoint = new("tls-server-end-point", [2]);

    private static readonly AuthenticationRequest Password = new()
    {
        Phase = "implicit TLS", Capabilities = Caps(All), IsTls = true, HasPassword = true, PlatformMechanisms = ["GSSAPI", "NTLM"],
    };

    private static readonly string[] ScramThenDigests = ["SCRAM-SHA-512", "SCRAM-SHA-256", "SCRAM-SHA-1", "DIGEST-MD5", "CRAM-MD5"];

    private static readonly string[] Plus = ["SCRAM-SHA-512-PLUS", "SCRAM-SHA-256-PLUS", "SCRAM-SHA-1-PLUS"];

    [Fact]
    public void Strongest_first_with_the_LOGIN_command_before_PLAIN() =>
        Assert.Equal([.. Plus, .. ScramThenDigests, LoginCommand, "PLAIN", "LOGIN"], Names(Password with { ChannelBindings = [Unique, EndPoint] }));

    [Fact]
    public void With_SASL_IR_PLAIN_comes_before_the_LOGIN_command_and_first_messages_go_with_the_command()
    {
        var plan = AuthenticationPolicy.Plan(Password with { Capabilities = Caps(All + " SASL-IR") });

        Assert.Equal([.. ScramThenDigests, "PLAIN", LoginCommand, "LOGIN"], plan.Candidates.Select(c => c.DisplayName));
        Assert.Equal(
            ["SCRAM-SHA-512", "SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN"],
            plan.Candidates.Where(c => c.UseInitialResponse).Select(c => c.Mechanism));
        Assert.Equal(["PLAIN", "LOGIN", "LOGIN"], plan.Candidates.Where(c => c.SendsSecret).Select(c => c.Mechanism));
    }

    [Fact]
    public void Without_SASL_IR_no_first_message_goes_with_the_command() =>
        Assert.DoesNotContain(AuthenticationPolicy.Plan(Password).Candidates, c => c.UseInitialResponse);

    [Fact]
    public void A_server_that_offers_nothing_still_has_the_LOGIN_command() =>
        Assert.Equal([LoginCommand], Names(Password with { Capabilities = Caps("IMAP4rev1") }));

    [Fact]
    public void A_token_goes_to_the_two_that_take_tokens_and_never_out_as_a_password()
    {
        var request = Password with { HasToken = true, HasClientCertificate = true };

        Assert.Equal(["OAUTHBEARER", "XOAUTH2"], Names(request));
        Assert.Equal(["OAUTHBEARER", "XOAUTH2"], Names(request with { HasPassword = false }));
        Assert.Empty(Names(request with { Preferred = ["PLAIN", "LOGIN", "SCRAM-SHA-256"] }));
        Assert.Equal("a token is given, and a token is never sent as a password", Skipped(request, LoginCommand));
        Assert.Equal(
            AuthenticationObstacle.NoCommonMechanism,
            AuthenticationPolicy.Plan(request with { Capabilities = Caps("AUTH=PLAIN") }).Obstacle);
    }

    [Fact]
    public void Kerberos_and_NTLM_come_without_a_password_or_by_name()
    {
        Assert.Equal(["GSSAPI", "NTLM"], Names(Password with { HasPassword = false }));
        Assert.Equal(["NTLM", "GSSAPI"], Names(Password with { Preferred = ["ntlm", "gssapi"] }));
        Assert.Equal("used by name only when a password or token is given", Skipped(Password, "GSSAPI"));
        Assert.Empty(Names(Password with { HasPassword = false, PlatformMechanisms = [] }));
        Assert.Equal("this platform has no support for it", Skipped(Password with { HasPassword = false, PlatformMechanisms = [] }, "NTLM"));
    }

    [Fact]
    public void A_client_certificate_logs_in_alone_or_by_name()
    {
        var certificate = Password with { HasClientCertificate = true };

        Assert.Equal(["EXTERNAL", "GSSAPI", "NTLM"], Names(certificate with { HasPassword = false }));
        Assert.DoesNotContain("EXTERNAL", Names(certificate));
        Assert.Equal(["EXTERNAL", "PLAIN"], Names(certificate with { Preferred = ["EXTERNAL", "PLAIN"] }));
        Assert.Equal("no client certificate is given", Skipped(Password with { Preferred = ["EXTERNAL"] }, "EXTERNAL"));
        Assert.Empty(Names(certificate with { Preferred = ["EXTERNAL"], IsTls = false }));
    }

    [Fact]
    public void The_users_order_counts_and_nothing_else_is_tried()
    {
        var request = Password with { Preferred = ["LOGIN", "scram-sha-1", "MAGIC", "login", "XYZZY-2"] };

        Assert.Equal([LoginCommand, "LOGIN", "SCRAM-SHA-1"], Names(request));
        Assert.Equal("not known here", Skipped(request, "MAGIC"));
        Assert.Equal("not among those asked for", Skipped(request, "SCRAM-SHA-512"));
        Assert.Equal("not offered by the server", Skipped(Password with { Capabilities = Caps("AUTH=PLAIN"), Preferred = ["CRAM-MD5"] }, "CRAM-MD5"));
        Assert.Equal(["ANONYMOUS"], Names(Password with { HasPassword = false, Preferred = ["ANONYMOUS"] }));
    }

    [Fact]
    public void An_authorization_id_rules_out_what_cannot_carry_it()
    {
        var request = Password with { HasAuthorizationId = true };

        Assert.Equal(["SCRAM-SHA-512", "SCRAM-SHA-256", "SCRAM-SHA-1", "DIGEST-MD5", "PLAIN"], Names(request));
        Assert.Equal("it can't carry an authorization id", Skipped(request, LoginCommand));
        Assert.Equal(["OAUTHBEARER", "XOAUTH2"], Names(request with { HasToken = true }));
    }

    [Fact]
    public void DIGEST_MD5_takes_ASCII_alone_unless_it_is_named()
    {
        var request = Password with { HasNonAsciiCredential = true };

        Assert.DoesNotContain("DIGEST-MD5", Names(request));
        Assert.StartsWith("servers disagree", Skipped(request, "DIGEST-MD5"));
        Assert.Equal(["DIGEST-MD5"], Names(request with { Preferred = ["DIGEST-MD5"] }));
    }

    [Fact]
    public void Without_TLS_no_secret_is_sent()
    {
        var request = Password with { IsTls = false };

        Assert.Equal(ScramThenDigests, Names(request));
        Assert.Equal("it sends the secret itself, and there is no TLS", Skipped(request, LoginCommand));
        Assert.Equal("there is no TLS to bind to", Skipped(request with { ChannelBindings = [Unique] }, "SCRAM-SHA-256-PLUS"));
        Assert.Empty(Names(request with { HasToken = true }));
        Assert.Empty(Names(request with { Preferred = ["PLAIN", "LOGIN"] }));
        Assert.Equal(AuthenticationObstacle.TlsNeeded, AuthenticationPolicy.Plan(request with { Preferred = ["PLAIN"] }).Obstacle);
    }

    [Fact]
    public void Security_None_by_name_allows_it_but_not_against_LOGINDISABLED()
    {
        var request = Password with { IsTls = false, IsClearTextAllowed = true };

        Assert.Equal([.. ScramThenDigests, LoginCommand, "PLAIN", "LOGIN"], Names(request));
        Assert.Equal(ScramThenDigests, Names(request with { Capabilities = Caps(All + " LOGINDISABLED") }));
        Assert.Equal(
            AuthenticationObstacle.LoginDisabled,
            AuthenticationPolicy.Plan(request with { Capabilities = Caps("AUTH=PLAIN LOGINDISABLED") }).Obstacle);
    }

    // Cyrus says LOGINDISABLED after TLS and after login too.
    [Fact]
    public void LOGINDISABLED_rules_out_the_command_under_TLS_but_not_PLAIN()
    {
        var request = Password with { Capabilities = Caps("AUTH=PLAIN AUTH=LOGIN LOGINDISABLED SASL-IR") };

        Assert.Equal(["PLAIN", "LOGIN"], Names(request));
        Assert.Equal("the server says LOGINDISABLED", Skipped(request, LoginCommand));
        Assert.Equal(AuthenticationObstacle.LoginDisabled, AuthenticationPolicy.Plan(request with { Capabilities = Caps("LOGINDISABLED") }).Obstacle);
        Assert.Empty(Names(request with { Capabilities = Caps("LOGINDISABLED"), Preferred = ["LOGIN"] }));
    }

    [Fact]
    public void Channel_binding_is_used_where_the_server_can_be_expected_to_share_it()
    {
        var unique = AuthenticationPolicy.Plan(Password with { ChannelBindings = [Unique, EndPoint] });
        Assert.Equal(("SCRAM-SHA-512-PLUS", Unique), (unique.Candidates[0].Mechanism, unique.Candidates[0].Binding.Channel));
        Assert.Equal('n', unique.Candidates.First(c => c.Mechanism == "SCRAM-SHA-512").Binding.Flag);

        var guess = Password with { ChannelBindings = [EndPoint] };
        Assert.Equal("SCRAM-SHA-512", Names(guess)[0]);
        Assert.StartsWith("only tls-server-end-point is there", Skipped(guess, "SCRAM-SHA-256-PLUS"));
        Assert.Equal(EndPoint, AuthenticationPolicy.Plan(guess with { Preferred = ["SCRAM-SHA-256-PLUS"] }).Candidates[0].Binding.Channel);

        Assert.Equal("this platform gives no channel binding for the connection", Skipped(Password, "SCRAM-SHA-1-PLUS"));
    }

    // RFC 5802 section 6.
    [Theory]
    [InlineData("AUTH=SCRAM-SHA-256", true, true, 'y')]
    [InlineData("AUTH=SCRAM-SHA-256 AUTH=SCRAM-SHA-1-PLUS", true, true, 'n')]
    [InlineData("AUTH=SCRAM-SHA-256", true, false, 'n')]
    [InlineData("AUTH=SCRAM-SHA-256", false, true, 'n')]
    public void The_flag_tells_the_server_what_was_seen(string capabilities, bool tls, bool bindings, char flag)
    {
        var plan = AuthenticationPolicy.Plan(Password with
        {
            Capabilities = Caps(capabilities), IsTls = tls, ChannelBindings = bindings ? [EndPoint] : [],
        });

        Assert.Equal(flag, plan.Candidates.Single(c => c.Mechanism == "SCRAM-SHA-256").Binding.Flag);
    }

    [Fact]
    public void The_record_tells_the_whole_story_in_order()
    {
        var plan = AuthenticationPolicy.Plan(Password with { Capabilities = Caps("AUTH=XYMCOOKIE AUTH=PLAIN AUTH=SCRAM-SHA-1") });

        Assert.Equal(
            [
                "implicit TLS: XYMCOOKIE offered",
                "implicit TLS: PLAIN offered",
                "implicit TLS: SCRAM-SHA-1 offered",
                "implicit TLS: SCRAM-SHA-1 chosen, strongest usable",
                "implicit TLS: LOGIN command fallback, tried if those before it are unavailable or broken",
                "implicit TLS: PLAIN fallback, tried if those before it are unavailable or broken",
                "implicit TLS: XYMCOOKIE skipped, not known here",
            ],
            plan.Decisions.Select(d => d.ToString()));
    }

    [Fact]
    public void A_phase_without_login_is_recorded_too() => Assert.Equal(
        ["greeting: PLAIN offered", "greeting: LOGIN command skipped, the server says LOGINDISABLED"],
        AuthenticationPolicy.RecordOffers("greeting", Caps("STARTTLS AUTH=PLAIN LOGINDISABLED")).Select(d => d.ToString()));

    [Fact]
    public void Who_gives_nothing_is_told_so() =>
        Assert.Equal(AuthenticationObstacle.NoCredential, AuthenticationPolicy.Plan(Password with { HasPassword = false, Capabilities = Caps("AUTH=PLAIN") }).Obstacle);

    [Fact]
    public void Each_candidate_can_be_made()
    {
        using var secret = SaslTesting.Secret("secret");
        var context = new SaslContext { Host = "h.example", Port = 993, UserName = "user", Password = secret, Token = secret };
        var platform = Edition.IsDesktop ? new[] { "GSSAPI", "NTLM" } : [];
        var names = All.Split(' ').Where(n => n.StartsWith("AUTH=", StringComparison.Ordinal)).Select(n => n[5..]).Except(platform).ToArray();
        foreach (var request in new[]
        {
            Password with { Preferred = names, ChannelBindings = [Unique], HasClientCertificate = true, Capabilities = Caps(All + " LOGINDISABLED") },
            Password with { HasPassword = false, HasToken = true },
        })
        {
            var candidates = AuthenticationPolicy.Plan(request).Candidates;
            Assert.NotEmpty(candidates);
            foreach (var candidate in candidates)
            {
                using var mechanism = SaslMechanisms.Create(candidate, context);
                Assert.Equal(candidate.Mechanism, mechanism.Name);
                Assert.Equal(candidate.SendsSecret, mechanism.SendsPassword);
                Assert.Equal(mechanism.SupportsInitialResponse, AuthenticationPolicy.Plan(request with { Capabilities = Caps(All + " LOGINDISABLED SASL-IR") })
                    .Candidates.Single(c => c.Mechanism == candidate.Mechanism && !c.IsLoginCommand).UseInitialResponse);
            }
        }
    }

    [Fact]
    public void What_cannot_be_made_says_so()
    {
        var context = new SaslContext { Host = "h" };
        var plain = new AuthenticationCandidate("PLAIN", false, true, false, ScramBinding.None);

        Assert.Throws<ArgumentException>(() => SaslMechanisms.Create(plain, context));
        Assert.Throws<ArgumentException>(() => SaslMechanisms.Create(plain with { Mechanism = "XOAUTH2" }, context));
        Assert.Throws<ArgumentException>(() => SaslMechanisms.Create(plain with { Mechanism = "LOGIN", IsLoginCommand = true }, context));
        Assert.Equal(SaslFailure.Unsupported, SaslTesting.FailsWith(() => SaslMechanisms.Create(plain with { Mechanism = "MAGIC\u001B" }, context)));
    }

    private static CapabilitySet Caps(string text) => new(text.Split(' '));

    private static string[] Names(AuthenticationRequest request)
    {
        var plan = AuthenticationPolicy.Plan(request);
        Assert.Equal(plan.Candidates.Count == 0, plan.Obstacle != AuthenticationObstacle.None);
        return [.. plan.Candidates.Select(c => c.DisplayName)];
    }

    private static string Skipped(AuthenticationRequest request, string name) =>
        Assert.Single(AuthenticationPolicy.Plan(request).Decisions, d => d.Mechanism == name && d.Outcome == AuthenticationOutcome.Skipped).Reason;
}
