using ImapPS.Client.Diagnosis;

namespace ImapPS.Client.Tests.Diagnosis;

public sealed class RequirementTests
{
    [Theory]
    [InlineData("ImplicitTls", true)]
    [InlineData("starttls", true)]
    [InlineData("Tls12", true)]
    [InlineData("Tls13", true)]
    [InlineData("NoWeakTls", true)]
    [InlineData("Trusted", true)]
    [InlineData("NotExpiring80", true)]
    [InlineData("notexpiring81", false)]
    [InlineData("NoInjection", true)]
    [InlineData("NoLoginWithoutTls", true)]
    [InlineData("IPv4", true)]
    [InlineData("IPv6", false)]
    [InlineData("Login", false)]
    [InlineData("IDLE", true)]
    [InlineData("Idle", true)]
    [InlineData("SaslIr", true)]
    [InlineData("SASL-IR", true)]
    [InlineData("AUTH=PLAIN", true)]
    [InlineData("Plain", true)]
    [InlineData("CondStore", false)]
    [InlineData("X-UNHEARD-OF", false)]
    public void Is_held_against_the_report(string name, bool met)
    {
        var report = Reports.Judge(Reports.Good, name);
        var result = Assert.Single(report.Requirements);
        Assert.Equal(met, result.Met);
        Assert.EndsWith(".", result.Detail);
        Assert.Equal(met, report.Passed);
        Assert.Equal(met ? 0 : 1, report.Findings.Count(static f => f.Id == "RequirementNotMet"));
    }

    [Theory]
    [InlineData("Compress", "COMPRESS=DEFLATE")]
    [InlineData("LiteralPlus", "LITERAL+")]
    [InlineData("LITERAL-", "LITERAL-")]
    [InlineData("LiteralMinus", "LITERAL-")]
    [InlineData("SpecialUse", "SPECIAL-USE")]
    [InlineData("Thread", "THREAD=REFERENCES")]
    [InlineData("ScramSha256", "AUTH=SCRAM-SHA-256")]
    [InlineData("CondStore", "QRESYNC")]
    [InlineData("Move", "IMAP4rev2")]
    public void Capabilities_may_be_written_without_signs(string name, string announced)
    {
        var port = Reports.Tls with { Phases = [Reports.Phase(993, PhaseNames.ImplicitTls, "IMAP4rev1", announced)] };
        Assert.True(Reports.Judge(Reports.Of(port), name).Passed);
    }

    [Fact]
    public void What_is_required_decides_alone()
    {
        var selfSigned = Reports.WithCertificate(Reports.Certificate with { SelfSigned = true, ChainTrusted = false, Trusted = false });
        Assert.False(Reports.Judge(selfSigned).Passed);
        Assert.True(Reports.Judge(selfSigned, "Tls12").Passed);
        Assert.False(Reports.Judge(selfSigned, "Tls12", "Trusted").Passed);
    }

    [Fact]
    public void A_capability_that_may_come_after_login_says_so() =>
        Assert.Contains("-Credential", Reports.Judge(Reports.Good, "Move").Requirements[0].Detail);

    [Fact]
    public void Nothing_is_met_by_a_server_that_nothing_reaches()
    {
        var report = Reports.Judge(Reports.Of(Reports.Closed(Reports.Tls), Reports.Closed(Reports.StartTls)), [.. Requirement.Names, .. Requirement.CapabilityNames]);
        Assert.DoesNotContain(report.Requirements, static r => r.Met);
        Assert.DoesNotContain(Reports.Judge(new ServerReport("x"), [.. Requirement.Names]).Requirements, static r => r.Met);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("NotExpiring")]
    [InlineData("NotExpiringSoon")]
    [InlineData("NotExpiring-5")]
    [InlineData("NotExpiring99999")]
    [InlineData("two words")]
    [InlineData("a\r\nb")]
    [InlineData("a\u001b[2J")]
    public void Nonsense_is_refused(string name)
    {
        var error = Assert.Throws<ArgumentException>(() => Requirement.Parse(name));
        Assert.DoesNotContain('\u001b', error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }
}
