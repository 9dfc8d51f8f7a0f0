namespace ImapPS.Client.Diagnosis;

/// <summary>Makes findings, consequences and a verdict out of what was seen. No sockets, no clock.</summary>
internal static class ServerJudge
{
    /// <param name="report">With everything that was seen.</param>
    /// <param name="requirements">Decide alone whether the server passes, if there are any.</param>
    /// <param name="expiryWarningDays">A certificate that lasts no longer is warned of.</param>
    public static ServerReport Judge(ServerReport report, IReadOnlyList<Requirement> requirements, int expiryWarningDays)
    {
        report = WithCertificateProblems(report, expiryWarningDays);
        var results = requirements.Select(r => RequirementCheck.Check(r, report)).ToArray();
        var findings = ReachabilityRules.Judge(report)
            .Concat(TlsRules.Judge(report))
            .Concat(Certificates(report))
            .Concat(CapabilityRules.Judge(report))
            .Concat(LoginRules.Judge(report))
            .Concat(results.Where(static r => !r.Met).Select(static r => new Finding(Severity.Error, "RequirementNotMet", $"Required, but not met: {r.Name}. {r.Detail}", "")))
            .OrderByDescending(static f => f.Severity)
            .ToArray();
        var known = ReportAssembly.Known(report);
        return report with
        {
            Findings = findings,
            Requirements = results,
            Consequences = known.Count == 0 ? [] : ConsequenceTable.For(known, report.CapabilitiesComplete),
            Passed = results.Length > 0 ? Array.TrueForAll(results, static r => r.Met) : !Array.Exists(findings, static f => f.Severity == Severity.Error),
        };
    }

    private static ServerReport WithCertificateProblems(ServerReport report, int expiryWarningDays)
    {
        var ports = report.Ports.Select(p => p.Certificate is null ? p : p with
        {
            Certificate = p.Certificate with { Problems = CertificateRules.Judge(p.Certificate, report.Server, report.TestedAt, expiryWarningDays).ToArray() },
        }).ToArray();
        return report with { Ports = ports, Certificate = ports.Select(static p => p.Certificate).FirstOrDefault(static c => c is not null) };
    }

    /// <summary>As a rule both ports show one certificate: its problems are told once, without a port.</summary>
    private static IEnumerable<Finding> Certificates(ServerReport report)
    {
        var seen = report.Ports.Where(static p => p.Certificate is not null).GroupBy(static p => p.Certificate!.Thumbprint).ToArray();
        if (seen.Length == 1)
            return seen[0].First().Certificate!.Problems;
        var all = seen.SelectMany(static g => g.SelectMany(static p => p.Certificate!.Problems.Select(f => f with { Port = p.Port }))).ToList();
        if (seen.Length > 1)
        {
            all.Add(new Finding(
                Severity.Info,
                "CertificatesDiffer",
                $"The ports show different certificates: {string.Join("; ", seen.Select(static g => $"{string.Join(" and ", g.Select(static p => p.Port))} until {g.First().Certificate!.NotAfter:yyyy-MM-dd}"))}.",
                "If that is not intended, give both listeners the same certificate; one of them is easily forgotten when it is renewed."));
        }

        return all;
    }
}
