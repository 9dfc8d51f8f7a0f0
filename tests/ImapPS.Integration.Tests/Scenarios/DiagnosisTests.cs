using ImapPS.Client.Authentication;
using ImapPS.Client.Diagnosis;
using ImapPS.Client.Transport;
using ImapPS.Integration.Tests.Servers;

namespace ImapPS.Integration.Tests.Scenarios;

/// <summary>The diagnosis of the three real servers: strict and open, with good and bad certificates, with and without login.</summary>
public sealed class DiagnosisTests(DovecotServer dovecot, CyrusServer cyrus, CourierServer courier) : ServersTestBase(dovecot, cyrus, courier)
{
    [Theory]
    [MemberData(nameof(All))]
    public async Task A_strict_server_passes_without_login(string name)
    {
        var server = await StartedAsync(name);
        var report = await DiagnoseAsync(server, server.Profiles["strict"], null, "ImplicitTls", "StartTls", "Tls12", "Tls13", "Trusted", "NoInjection", "NoLoginWithoutTls", "Idle");

        Assert.True(report.Passed, string.Join("\n", report.Findings));
        Assert.False(report.InjectionTolerated);
        Assert.All(report.Steps, static s => Assert.True(s.Outcome == StepOutcome.Ok, s.ToString()));
        Assert.All(report.Ports, static p => Assert.False(string.IsNullOrEmpty(p.Greeting)));
        Assert.Contains("LOGINDISABLED", report.CapabilityPhases.Single(static p => p.Phase == PhaseNames.Asked).Capabilities);
        Assert.Contains("LOGINDISABLED", report.CapabilityPhases.Single(static p => p.Phase == PhaseNames.AfterStartTls).Removed);
        Assert.True(report.Certificate!.Chain.Count >= 2);
        Assert.False(report.CapabilitiesComplete);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Logins_in_the_clear_are_seen_where_they_are_open(string name)
    {
        var server = await StartedAsync(name);
        var report = await DiagnoseAsync(server, server.Profiles["open"], null, "NoLoginWithoutTls");
        Assert.False(report.Passed);
        Assert.Contains("LOGIN command", Assert.Single(report.Findings, static f => f.Id == "LoginWithoutTls").Message);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_login_shows_mechanisms_and_what_is_announced_afterwards(string name)
    {
        var server = await StartedAsync(name);
        using var user = new LoginCredentials(server.User) { Password = new SecretString(server.Password.AsSpan()) };
        var report = await DiagnoseAsync(server, server.Profiles["strict"], user, "Login", "UidPlus", "Namespace");

        Assert.True(report.Passed, string.Join("\n", report.Findings));
        Assert.True(report.CapabilitiesComplete);
        Assert.DoesNotContain(report.Login!.Mechanisms, static m => m.Works == false);
        Assert.Contains(report.Login.Mechanisms, static m => m is { Mechanism: "PLAIN", Works: true });
        var missing = report.Consequences.Select(static c => c.Capability).ToArray();
        if (name == "courier")
            Assert.Superset(new HashSet<string> { "MOVE", "CONDSTORE", "QRESYNC", "SASL-IR", "ID", "LITERAL+", "SPECIAL-USE", "COMPRESS=DEFLATE" }, missing.ToHashSet());
        else
            Assert.Empty(missing.Intersect(["MOVE", "CONDSTORE", "QRESYNC", "SASL-IR", "ID", "LITERAL+", "SPECIAL-USE", "COMPRESS=DEFLATE"]));
        Assert.Contains("AUTH=PLAIN", report.CapabilityPhases.Single(static p => p.Phase == PhaseNames.ImplicitTls).Capabilities);
    }

    [Fact]
    public async Task Cyrus_announces_more_when_it_is_asked_and_binds_mechanisms_within_TLS()
    {
        var server = await StartedAsync("cyrus");
        var report = await DiagnoseAsync(server, server.Profiles["strict"]);
        Assert.Contains("MOVE", report.CapabilityPhases.Single(static p => p.Phase == PhaseNames.Asked).Added);
        Assert.Contains(report.CapabilityPhases.Single(static p => p.Phase == PhaseNames.AfterStartTls).Added, static c => c.EndsWith("-PLUS", StringComparison.Ordinal));
        Assert.Contains(report.Findings, static f => f.Id == "CapabilitiesChange");
    }

    [Fact]
    public async Task Courier_takes_old_versions_and_offers_STARTTLS_within_TLS()
    {
        var server = await StartedAsync("courier");
        var report = await DiagnoseAsync(server, server.Profiles["open"]);
        Assert.Contains(report.Findings, static f => f.Id == "WeakTls");
        Assert.Single(report.Findings, static f => f.Id == "StartTlsWithinTls");
    }

    [Theory]
    [InlineData("wrongName", "CertificateWrongName", "other.example")]
    [InlineData("expired", "CertificateExpired", "expired on")]
    [InlineData("selfSigned", "CertificateSelfSigned", "self-signed")]
    public async Task A_bad_certificate_is_told_with_its_remedy(string profile, string id, string words)
    {
        var server = await Dovecot.StartedAsync();
        using var user = new LoginCredentials(server.User) { Password = new SecretString(server.Password.AsSpan()) };
        var report = await DiagnoseAsync(server, server.Profiles[profile], user);

        var finding = Assert.Single(report.Findings, f => f.Id == id);
        Assert.Contains(words, finding.Message);
        Assert.NotEmpty(finding.Remedy);
        Assert.False(report.Passed);
        Assert.True(report.ImplicitTls);
        Assert.True(report.StartTlsSupported);
        Assert.Null(report.Login!.Succeeded);
    }

    [Fact]
    public async Task Without_the_authority_the_certificate_is_not_trusted()
    {
        var server = await Dovecot.StartedAsync();
        var strict = server.Profiles["strict"];
        var report = await ServerDiagnosis.RunAsync(
            new DiagnosisRequest(strict.Host) { StartTlsPort = strict.Port, ImplicitTlsPort = strict.TlsPort, Timeout = 2 * EngineClient.Hang, StepLimit = static _ => EngineClient.Hang }, null, TestContext.Current.CancellationToken);
        Assert.Contains(report.Findings, static f => f.Id is "CertificateChainIncomplete" or "CertificateUntrusted");
        Assert.True(report.Certificate!.HostMatches);
    }

    [Fact]
    public async Task IPv6_is_tested_like_IPv4()
    {
        var server = await Dovecot.StartedAsync();
        if (!server.Profiles.TryGetValue("ipv6", out var profile))
            Assert.Skip("this machine has no ::1");
        var report = await DiagnoseAsync(server, profile!, null, "IPv6", "Trusted", "Tls13");
        Assert.True(report.Passed, string.Join("\n", report.Findings));
    }

    private static async Task<ServerReport> DiagnoseAsync(ServerDescription server, ServerProfile profile, LoginCredentials? user = null, params string[] require) =>
        await ServerDiagnosis.RunAsync(
            new DiagnosisRequest(profile.Host)
            {
                StartTlsPort = profile.Port,
                ImplicitTlsPort = profile.TlsPort,
                Tls = new TlsOptions { CertificateAuthorities = PemCertificates.Load(server.CaFile) },
                Credentials = user,
                Require = require,
                Timeout = 2 * EngineClient.Hang,
                StepLimit = static _ => EngineClient.Hang,
            },
            null,
            TestContext.Current.CancellationToken);
}
