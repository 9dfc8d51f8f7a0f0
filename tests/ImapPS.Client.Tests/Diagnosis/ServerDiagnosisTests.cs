using System.Security.Authentication;
using ImapPS.Client.Connecting;
using ImapPS.Client.Diagnosis;
using ImapPS.Client.Tests.Transport;
using ImapPS.Loopback;
using ImapPS.Loopback.Certificates;

namespace ImapPS.Client.Tests.Diagnosis;

/// <summary>The diagnosis of the loopback server, sound and with faults.</summary>
public sealed class ServerDiagnosisTests
{
    [Fact]
    public async Task A_sound_server_passes_with_everything_seen()
    {
        await using var server = LoopbackServer.Start(new LoopbackOptions { AllowPlaintextLogin = false });
        var report = await Diagnose.RunAsync(server, null, "Tls12", "StartTls", "ImplicitTls", "Trusted", "NoInjection", "NoLoginWithoutTls", "IPv4", "Idle", "Move");

        Assert.True(report.Passed, string.Join("\n", report.Findings));
        Assert.Equal((true, true, false), (report.ImplicitTls, report.StartTlsSupported, report.InjectionTolerated));
        Assert.True(report.Certificate!.Trusted);
        Assert.True(report.Certificate.HostMatches);
        Assert.Contains("localhost", report.Certificate.Names);
        Assert.True(report.Certificate.Chain.Count >= 1);
        Assert.Equal(4, report.TlsVersions.Count);
        Assert.Equal(TlsVersionOutcome.Accepted, report.TlsVersions[2].Outcome);
        Assert.All(report.Ports, static p => Assert.NotNull(p.Tls));
        Assert.All(report.Ports, static p => Assert.NotNull(p.Greeting));
        Assert.Equal([PhaseNames.TlsGreeting, PhaseNames.ImplicitTls, PhaseNames.Greeting, PhaseNames.Asked, PhaseNames.AfterStartTls], report.CapabilityPhases.Select(static p => p.Phase));
        Assert.Contains("LOGINDISABLED", report.CapabilityPhases[^1].Removed);
        Assert.All(report.Steps, static s => Assert.True(s.Outcome == StepOutcome.Ok, s.ToString()));
        Assert.False(report.CapabilitiesComplete);
        Assert.Null(report.Login);
    }

    [Fact]
    public async Task A_server_that_keeps_what_came_before_TLS_is_found_out()
    {
        await using var server = LoopbackServer.Start();
        server.Faults.KeepsPlaintextAfterStartTls = true;
        var report = await Diagnose.RunAsync(server);
        Assert.True(report.InjectionTolerated);
        Assert.Contains(report.Findings, static f => f is { Id: "InjectionTolerated", Severity: Severity.Error });
        Assert.False(report.Passed);
    }

    [Fact]
    public async Task Data_behind_the_OK_of_STARTTLS_is_found_out()
    {
        await using var server = LoopbackServer.Start();
        server.Faults.InjectAfter("STARTTLS", "* CAPABILITY IMAP4rev1 INJECTED");
        var report = await Diagnose.RunAsync(server);
        Assert.Contains(report.Findings, static f => f.Id == "StartTlsInjection");
        Assert.False(report.StartTlsSupported);
        Assert.True(report.ImplicitTls);
        Assert.DoesNotContain("INJECTED", report.Capabilities);
    }

    [Theory]
    [InlineData("NO TLS is out of order")]
    [InlineData("BAD what")]
    public async Task STARTTLS_that_is_offered_and_refused_is_an_error(string answer)
    {
        await using var server = LoopbackServer.Start();
        server.Faults.AnswerNext("STARTTLS", "{tag} " + answer, times: 10);
        var report = await Diagnose.RunAsync(server);
        Assert.Contains(answer, Assert.Single(report.Findings, static f => f.Id == "StartTlsUnavailable").Message);
        Assert.False(report.StartTlsSupported);
    }

    [Fact]
    public async Task A_server_without_TLS_fails()
    {
        await using var server = LoopbackServer.Start(new LoopbackOptions { Tls = false });
        var report = await Diagnose.RunAsync(0, server.Port);
        Assert.False(report.Passed);
        Assert.Equal(["NoTls", "StartTlsNotOffered"], report.Findings.Where(static f => f.Severity == Severity.Error).Select(static f => f.Id).Order());
        Assert.Contains(report.Findings, static f => f.Id == "LoginWithoutTls");
        Assert.Null(report.Certificate);
    }

    [Theory]
    [InlineData(LoopbackCertificateKind.Expired, "CertificateExpired")]
    [InlineData(LoopbackCertificateKind.NotYetValid, "CertificateNotYetValid")]
    [InlineData(LoopbackCertificateKind.WrongName, "CertificateWrongName")]
    [InlineData(LoopbackCertificateKind.SelfSigned, "CertificateSelfSigned")]
    public async Task A_bad_certificate_is_named_and_the_rest_is_looked_at_all_the_same(LoopbackCertificateKind kind, string id)
    {
        await using var server = LoopbackServer.Start(new LoopbackOptions { CertificateKind = kind });
        var authorities = kind == LoopbackCertificateKind.SelfSigned ? [] : Connecting.TestNetwork.Authority(server);
        var report = await Diagnose.RunAsync(server.TlsPort, server.Port, authorities, Diagnose.User());
        Assert.Contains(report.Findings, f => f.Id == id);
        Assert.False(report.Certificate!.Trusted);
        Assert.True(report.ImplicitTls);
        Assert.True(report.StartTlsSupported);
        Assert.Null(report.Login!.Succeeded);
        Assert.DoesNotContain(server.Log.Commands, static c => c.StartsWith("LOGIN", StringComparison.Ordinal) || c.StartsWith("AUTHENTICATE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_intermediate_certificate_that_is_not_sent_is_missed()
    {
        using var root = new TestAuthority();
        using var between = new TestAuthority(root);
        using var certificate = between.Server();
        using var server = new TlsTestServer(certificate);
        var missing = await Diagnose.RunAsync(server.Port, 0, [root.Certificate], silent: "greeting");
        Assert.False(missing.Certificate!.ChainComplete);
        Assert.Contains(missing.Findings, static f => f.Id == "CertificateChainIncomplete");

        using var whole = new TlsTestServer(certificate, [between.Certificate]);
        var sent = await Diagnose.RunAsync(whole.Port, 0, [root.Certificate], silent: "greeting");
        Assert.True(sent.Certificate!.Trusted);
        Assert.Equal([true, true, false], sent.Certificate.Chain.Select(static l => l.SentByServer));
    }

    [Fact]
    public async Task A_chain_of_50_links_is_followed_or_refused_but_never_hung_on()
    {
        var links = new List<TestAuthority> { new() };
        for (var i = 0; i < 50; i++)
            links.Add(new TestAuthority(links[^1]));
        using var certificate = links[^1].Server();
        using var server = new TlsTestServer(certificate, links.Skip(1).Reverse().Select(static l => l.Certificate));
        var report = await Diagnose.RunAsync(server.Port, 0, [links[0].Certificate], silent: "greeting");
        Assert.NotNull(report.Certificate);
        Assert.InRange(report.Certificate.Chain.Count, 1, 60);
        Assert.Equal(report.Certificate.Trusted, report.Certificate.Problems.All(static f => f.Severity != Severity.Error));
        links.ForEach(static l => l.Dispose());
    }

    [Fact]
    public async Task Versions_are_tried_one_by_one()
    {
        await using var server = LoopbackServer.Start(new LoopbackOptions { TlsProtocols = SslProtocols.Tls12 });
        var report = await Diagnose.RunAsync(server, null, "NoWeakTls");
        Assert.Equal(
            [TlsVersionOutcome.Refused, TlsVersionOutcome.Refused, TlsVersionOutcome.Accepted, TlsVersionOutcome.Refused],
            report.TlsVersions.Select(static v => v.Outcome));
        Assert.All(report.Ports, static p => Assert.Equal("TLS 1.2", p.Tls!.Protocol));
        Assert.StartsWith(Edition.IsDesktop ? "0x" : "TLS_", report.TlsVersions[2].CipherSuite);
        Assert.Contains(report.Findings, static f => f.Id == "NoTls13");
        Assert.True(report.Passed);
    }

    [Fact]
    public async Task PREAUTH_before_TLS_is_an_error()
    {
        await using var server = LoopbackServer.Start(new LoopbackOptions { GreetingText = "* PREAUTH welcome" });
        var report = await Diagnose.RunAsync(server);
        Assert.Contains(report.Findings, static f => f.Id == "PreAuthBeforeTls");
        Assert.Equal("PREAUTH", report.Ports.Single(static p => p.Security == ConnectionSecurity.StartTls).GreetingStatus);
    }

    [Fact]
    public async Task A_server_that_turns_everybody_away_says_why()
    {
        await using var server = LoopbackServer.Start(new LoopbackOptions { GreetingText = "* BYE too\u001b[2J many" });
        var report = await Diagnose.RunAsync(server);
        Assert.Equal(2, report.Findings.Count(static f => f.Id == "GreetingRejected"));
        Assert.DoesNotContain('\u001b', string.Join("\n", report.Findings) + report.Ports[0].Greeting);
    }

    [Fact]
    public async Task A_login_shows_which_mechanisms_work()
    {
        await using var server = LoopbackServer.Start();
        using var user = Diagnose.User();
        var report = await Diagnose.RunAsync(server, user, "Login", "Move", "CondStore");
        Assert.True(report.Passed, string.Join("\n", report.Findings));
        Assert.Equal("SCRAM-SHA-256", report.Login!.Mechanism);
        Assert.Contains(report.Login.Mechanisms, static m => m is { Mechanism: "PLAIN", Works: true });
        Assert.NotEmpty(report.Login.Decisions);
        Assert.True(report.CapabilitiesComplete);
        Assert.Contains(report.CapabilityPhases, static p => p.Phase == PhaseNames.AfterLogin);
        Assert.All(report.Consequences, static c => Assert.True(c.Certain));
    }

    [Fact]
    public async Task A_wrong_password_is_tried_once()
    {
        await using var server = LoopbackServer.Start();
        using var user = Diagnose.User("Wr0ng-secret");
        var report = await Diagnose.RunAsync(server, user);
        Assert.False(report.Login!.Succeeded);
        Assert.Contains(report.Findings, static f => f.Id == "LoginFailed");
        Assert.Single(server.Log.Commands, static c => c.StartsWith("LOGIN", StringComparison.Ordinal) || c.StartsWith("AUTHENTICATE", StringComparison.Ordinal));
        Assert.DoesNotContain("Wr0ng-secret", string.Join("\n", report.Findings) + string.Join("\n", report.Steps) + report.Login);
    }

    [Fact]
    public async Task A_mechanism_that_is_broken_is_told_from_one_that_works()
    {
        await using var server = LoopbackServer.Start();
        server.Faults.AnswerNext("AUTHENTICATE", "{tag} NO [CANNOT] not today");
        using var user = Diagnose.User();
        var report = await Diagnose.RunAsync(server, user);
        Assert.True(report.Login!.Succeeded);
        Assert.Contains(report.Login.Mechanisms, static m => m is { Mechanism: "SCRAM-SHA-256", Works: false });
        Assert.Contains(report.Findings, static f => f.Id == "MechanismFails");
    }
}
