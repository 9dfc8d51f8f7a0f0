using ImapPS.Client.Diagnosis;

namespace ImapPS.Client.Tests.Diagnosis;

/// <summary>The rules that make findings, one report each, no sockets.</summary>
public sealed class FindingRulesTests
{
    [Fact]
    public void Nothing_is_found_where_all_is_well()
    {
        var report = Reports.Judge(Reports.Good);
        Assert.True(report.Passed);
        Assert.DoesNotContain(report.Findings, static f => f.Severity != Severity.Info);
        Assert.True(report.ImplicitTls);
        Assert.True(report.StartTlsSupported);
        Assert.False(report.InjectionTolerated);
    }

    [Fact]
    public void A_closed_STARTTLS_port_is_no_fault_beside_implicit_TLS() =>
        Single(Reports.Of(Reports.Tls, Reports.Closed(Reports.StartTls)), "PortUnreachable", Severity.Info, passed: true);

    [Fact]
    public void A_closed_port_for_implicit_TLS_is_a_warning() =>
        Single(Reports.Of(Reports.Closed(Reports.Tls), Reports.StartTls), "PortUnreachable", Severity.Warning, passed: true);

    [Fact]
    public void A_server_that_nothing_reaches_fails() =>
        Single(Reports.Of(Reports.Closed(Reports.Tls), Reports.Closed(Reports.StartTls, Reachability.NoAnswer)), "Unreachable", Severity.Error, passed: false);

    [Fact]
    public void A_name_without_address_fails()
    {
        var report = new ServerReport("nowhere.example") { TestedAt = Reports.Now, NameProblem = new PortProblem(ImapError.HostNotFound, "It can't be found.", "Check it.") };
        Single(report, "HostNotFound", Severity.Error, passed: false);
    }

    [Fact]
    public void One_dead_address_of_several_is_a_warning()
    {
        var dead = new AddressReport("2001:db8::1", "IPv6", 993, Reachability.NoAnswer, TimeSpan.FromSeconds(5), "no answer in time");
        Single(Reports.Of(Reports.Tls with { Addresses = [dead, .. Reports.Tls.Addresses] }, Reports.StartTls), "AddressUnreachable", Severity.Warning, passed: true);
    }

    [Fact]
    public void An_address_that_this_machine_has_no_way_to_is_nobodys_fault()
    {
        var far = new AddressReport("2001:db8::1", "IPv6", 993, Reachability.NotTestable, TimeSpan.Zero, "no way");
        var report = Reports.Judge(Reports.Of(Reports.Tls with { Addresses = [far, .. Reports.Tls.Addresses] }, Reports.StartTls));
        Assert.DoesNotContain(report.Findings, static f => f.Id == "AddressUnreachable");
    }

    [Fact]
    public void PREAUTH_in_the_clear_is_an_error() =>
        Single(Reports.Of(Reports.Tls, Reports.StartTls with { GreetingStatus = "PREAUTH", TlsWorks = false }), "PreAuthBeforeTls", Severity.Error, passed: false);

    [Theory]
    [InlineData(true, Severity.Warning)]
    [InlineData(false, Severity.Error)]
    public void No_STARTTLS_is_worse_where_there_is_no_other_TLS(bool implicitTls, Severity severity)
    {
        var bare = Reports.StartTls with { StartTlsOffered = false, TlsWorks = false, Certificate = null, Tls = null, TlsVersions = [], Phases = [Reports.Phase(143, PhaseNames.Asked, "IMAP4rev1", "LOGINDISABLED")] };
        var report = Reports.Judge(Reports.Of(implicitTls ? Reports.Tls : Reports.Closed(Reports.Tls), bare));
        Assert.Equal(severity, Assert.Single(report.Findings, static f => f.Id == "StartTlsNotOffered").Severity);
        Assert.Equal(implicitTls, report.Passed);
        Assert.Equal(!implicitTls, report.Findings.Any(static f => f.Id == "NoTls"));
    }

    [Fact]
    public void A_handshake_that_fails_is_told_with_its_port()
    {
        var broken = Reports.Tls with { TlsWorks = false, Problem = new PortProblem(ImapError.TlsFailed, "The handshake failed.", "Look into the log.") };
        var finding = Single(Reports.Of(broken, Reports.StartTls), "TlsFailed", Severity.Error, passed: false);
        Assert.Contains("993", finding.Message);
        Assert.Equal(993, finding.Port);
    }

    [Fact]
    public void Injection_is_an_error() =>
        Single(Reports.Of(Reports.Tls, Reports.StartTls with { Injection = InjectionOutcome.Tolerated }), "InjectionTolerated", Severity.Error, passed: false);

    [Fact]
    public void Data_behind_STARTTLS_is_an_error() =>
        Single(Reports.Of(Reports.Tls, Reports.StartTls with { DataBehindStartTls = true, TlsWorks = false }), "StartTlsInjection", Severity.Error, passed: false);

    [Fact]
    public void Weak_versions_are_warned_of()
    {
        var weak = Reports.Tls with { TlsVersions = [Reports.Version("TLS 1.0", true), Reports.Version("TLS 1.1", true), Reports.Version("TLS 1.2", true), Reports.Version("TLS 1.3", true)] };
        var report = Reports.Judge(Reports.Of(weak, Reports.StartTls));
        Assert.Equal(["TLS 1.0", "TLS 1.1"], report.Findings.Where(static f => f.Id == "WeakTls").Select(static f => f.Message[..7]));
        Assert.True(report.Passed);
    }

    [Fact]
    public void Weak_versions_alone_are_an_error()
    {
        var old = Reports.Tls with { TlsWorks = false, TlsVersions = [Reports.Version("TLS 1.0", true), Reports.Version("TLS 1.1", false), Reports.Version("TLS 1.2", false), Reports.Version("TLS 1.3", false)] };
        Single(Reports.Of(old, Reports.Closed(Reports.StartTls)), "NoModernTls", Severity.Error, passed: false);
    }

    [Fact]
    public void What_could_not_be_tested_is_not_called_refused()
    {
        var unknown = new TlsVersionReport("TLS 1.2", TlsVersionOutcome.NotTestable, "", "no answer");
        var report = Reports.Judge(Reports.Of(Reports.Tls with { TlsVersions = [unknown, unknown with { Version = "TLS 1.3" }] }), "Tls12");
        Assert.DoesNotContain(report.Findings, static f => f.Id is "NoModernTls" or "NoTls13");
        Assert.Contains("not testable here", report.Requirements[0].Detail);
    }

    [Fact]
    public void TLS_1_2_alone_is_fine() =>
        Single(Reports.Of(Reports.Tls with { TlsVersions = [Reports.Version("TLS 1.2", true), Reports.Version("TLS 1.3", false)] }), "NoTls13", Severity.Info, passed: true);

    [Theory]
    [InlineData("TLS_RSA_WITH_AES_128_CBC_SHA", true)]
    [InlineData("TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA", true)]
    [InlineData("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", false)]
    [InlineData("TLS_AES_128_GCM_SHA256", false)]
    public void Weak_suites_are_warned_of(string suite, bool weak)
    {
        var report = Reports.Judge(Reports.Of(Reports.Tls with { Tls = Reports.Tls.Tls! with { CipherSuite = suite } }));
        Assert.Equal(weak, report.Findings.Any(static f => f.Id == "WeakCipherSuite"));
    }

    [Theory]
    [InlineData("IMAP4rev1 STARTTLS LOGINDISABLED", null)]
    [InlineData("IMAP4rev1 STARTTLS LOGINDISABLED AUTH=SCRAM-SHA-256 AUTH=CRAM-MD5", null)]
    [InlineData("IMAP4rev1 STARTTLS", "LOGIN command")]
    [InlineData("IMAP4rev1 STARTTLS LOGINDISABLED AUTH=PLAIN", "AUTH=PLAIN")]
    [InlineData("IMAP4rev1 STARTTLS LOGINDISABLED AUTH=XOAUTH2", "AUTH=XOAUTH2")]
    public void Logins_in_the_clear_are_warned_of(string announced, string? way)
    {
        var report = Reports.Judge(Reports.Of(Reports.Tls, Reports.StartTls with { Phases = [Reports.Phase(143, PhaseNames.Asked, announced.Split(' '))] }));
        var finding = report.Findings.SingleOrDefault(static f => f.Id == "LoginWithoutTls");
        if (way is null)
            Assert.Null(finding);
        else
            Assert.Contains(way, finding!.Message);
    }

    [Fact]
    public void STARTTLS_within_TLS_is_told_once_a_port()
    {
        var report = Reports.Judge(Reports.Of(Reports.Tls with { Phases = [Reports.Phase(993, PhaseNames.TlsGreeting, "IMAP4rev1", "STARTTLS"), Reports.Phase(993, PhaseNames.ImplicitTls, "IMAP4rev1", "STARTTLS")] }));
        Assert.Single(report.Findings, static f => f.Id == "StartTlsWithinTls");
    }

    [Fact]
    public void A_mechanism_that_fails_for_the_right_password_is_told()
    {
        var login = new LoginReport("alice", 993, true, "") { Mechanism = "PLAIN", Mechanisms = [new("SCRAM-SHA-256", false, "refused"), new("PLAIN", true, "")] };
        var finding = Single(Reports.Good with { Login = login }, "MechanismFails", Severity.Warning, passed: true);
        Assert.Contains("SCRAM-SHA-256", finding.Message);
    }

    [Theory]
    [InlineData(false, "LoginFailed")]
    [InlineData(null, "LoginNotTried")]
    public void A_login_that_fails_fails_the_server(bool? succeeded, string id) =>
        Single(Reports.Good with { Login = new LoginReport("alice", 993, succeeded, "why") { Remedy = "how" } }, id, Severity.Error, passed: false);

    [Fact]
    public void The_worst_comes_first()
    {
        var report = Reports.Judge(Reports.Of(Reports.Closed(Reports.Tls), Reports.StartTls with { Injection = InjectionOutcome.Tolerated }));
        Assert.Equal(report.Findings.OrderByDescending(static f => f.Severity).Select(static f => f.Id), report.Findings.Select(static f => f.Id));
        Assert.Equal(Severity.Error, report.Findings[0].Severity);
    }

    private static Finding Single(ServerReport report, string id, Severity severity, bool passed)
    {
        var judged = Reports.Judge(report);
        var finding = Assert.Single(judged.Findings, f => f.Id == id);
        Assert.Equal(severity, finding.Severity);
        Assert.NotEmpty(finding.Message);
        Assert.NotEmpty(finding.Remedy);
        Assert.Equal(passed, judged.Passed);
        return finding;
    }
}
