using ImapPS.Client.Diagnosis;

namespace ImapPS.Client.Tests.Diagnosis;

public sealed class CertificateRulesTests
{
    private static readonly CertificateReport Good = Reports.Certificate;

    public static TheoryData<string, CertificateReport, Severity> Bad => new()
    {
        { "CertificateExpired", Good with { NotAfter = Reports.Now.AddDays(-3), DaysLeft = -3, Trusted = false }, Severity.Error },
        { "CertificateNotYetValid", Good with { NotBefore = Reports.Now.AddDays(2), Trusted = false }, Severity.Error },
        { "CertificateExpiring", Good with { NotAfter = Reports.Now.AddDays(30), DaysLeft = 30 }, Severity.Warning },
        { "CertificateWrongName", Good with { HostMatches = false, Names = ["other.example"], Trusted = false }, Severity.Error },
        { "CertificateNoNames", Good with { HostMatches = false, Names = [], Trusted = false }, Severity.Error },
        { "CertificateSelfSigned", Good with { SelfSigned = true, ChainTrusted = false, Trusted = false }, Severity.Error },
        { "CertificateChainIncomplete", Good with { ChainComplete = false, ChainTrusted = false, Trusted = false }, Severity.Error },
        { "CertificateUntrusted", Good with { ChainTrusted = false, Trusted = false }, Severity.Error },
        { "CertificateRevoked", Good with { Revoked = true, Trusted = false }, Severity.Error },
        { "CertificateChain", Good with { ChainProblems = ["invalid policy"], Trusted = false }, Severity.Error },
        { "CertificateIssuerExpired", Good with { Chain = [Good.Chain[0], Reports.Link("CN=Old", "CN=Root", sent: true, -100, -1)], Trusted = false }, Severity.Error },
        { "CertificateIntermediateMissing", Good with { Chain = [Good.Chain[0], Reports.Link("CN=Between", "CN=Root", sent: false), Good.Chain[1]] }, Severity.Warning },
        { "CertificateWeakKey", Good with { KeyAlgorithm = "RSA", KeySize = 1024 }, Severity.Warning },
        { "CertificateWeakSignature", Good with { SignatureAlgorithm = "sha1RSA" }, Severity.Warning },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void Each_problem_is_a_sentence_with_a_remedy(string id, CertificateReport certificate, Severity severity)
    {
        var report = Reports.Judge(Reports.WithCertificate(certificate));
        var finding = Assert.Single(report.Findings, f => f.Id == id);
        Assert.Equal(severity, finding.Severity);
        Assert.EndsWith(".", finding.Message);
        Assert.EndsWith(".", finding.Remedy);
        Assert.Contains(finding, report.Certificate!.Problems);
        Assert.Equal(severity != Severity.Error, report.Passed);
    }

    [Fact]
    public void A_good_one_has_no_problem() => Assert.Empty(Reports.Judge(Reports.Good).Certificate!.Problems);

    [Fact]
    public void A_self_signed_one_that_was_given_as_trusted_is_fine() =>
        Assert.Empty(Reports.Judge(Reports.WithCertificate(Good with { SelfSigned = true, SignatureAlgorithm = "sha1RSA" })).Certificate!.Problems);

    [Fact]
    public void The_days_are_told()
    {
        var finding = Assert.Single(CertificateRules.Judge(Good with { NotAfter = Reports.Now.AddDays(1), DaysLeft = 1 }, "mail.example", Reports.Now, 30));
        Assert.Equal("The certificate expires on 2026-06-16, in 1 day.", finding.Message);

        // 36 hours ago: the days left are rounded down, those since are not rounded up.
        finding = Assert.Single(CertificateRules.Judge(Good with { NotAfter = Reports.Now.AddHours(-36), DaysLeft = -2 }, "mail.example", Reports.Now, 30));
        Assert.Equal("The certificate expired on 2026-06-14, 1 day ago.", finding.Message);
    }

    [Fact]
    public void Many_names_are_cut_short()
    {
        var finding = Assert.Single(CertificateRules.Judge(Good with { HostMatches = false, Names = [.. Enumerable.Range(1, 300).Select(static i => $"h{i}.example")] }, "mail.example", Reports.Now, 30));
        Assert.InRange(finding.Message.Length, 50, 250);
    }

    [Fact]
    public void Two_certificates_are_told_apart_by_port()
    {
        var expired = Good with { Thumbprint = "BB", NotAfter = Reports.Now.AddDays(-3), DaysLeft = -3, Trusted = false };
        var report = Reports.Judge(Reports.Of(Reports.Tls, Reports.StartTls with { Certificate = expired }));
        Assert.Equal(143, Assert.Single(report.Findings, static f => f.Id == "CertificateExpired").Port);
        Assert.Single(report.Findings, static f => f.Id == "CertificatesDiffer");
        Assert.True(report.Certificate!.Trusted);
        Assert.False(report.Passed);
    }
}
