using System.Security.Cryptography.X509Certificates;
using ImapPS.Client.Transport;

namespace ImapPS.Client.Diagnosis;

/// <summary>Reads a certificate, and builds its chain as a connection would: with the same roots and the same opinion of names.</summary>
internal static class CertificateInspector
{
    private const int MaxLinks = 60;

    /// <param name="leaf">The server's own.</param>
    /// <param name="sent">What else the server sent.</param>
    /// <param name="host">What it was asked for by.</param>
    /// <param name="options">Authorities and revocation.</param>
    /// <param name="now">The time that counts for the days left.</param>
    public static CertificateReport Inspect(X509Certificate2 leaf, IReadOnlyList<X509Certificate2> sent, string host, TlsOptions options, DateTimeOffset now)
    {
        var own = CertificateSummary.From(leaf);
        var verdict = ChainBuilder.Build(leaf, sent, options);
        var links = Links(verdict, own, sent);
        var (algorithm, size) = Key(own);
        var report = new CertificateReport
        {
            Subject = own.Subject,
            Issuer = own.Issuer,
            Names = own.Names,
            SerialNumber = own.SerialNumber,
            Thumbprint = own.Sha256,
            NotBefore = own.NotBefore.ToUniversalTime(),
            NotAfter = own.NotAfter.ToUniversalTime(),
            DaysLeft = (int)Math.Floor((own.NotAfter - now).TotalDays),
            KeyAlgorithm = algorithm,
            KeySize = size,
            SignatureAlgorithm = own.SignatureAlgorithm,
            Chain = links,
            HostMatches = HostNameMatch.Matches(SubjectNames.Of(leaf), host),
            SelfSigned = own.IsSelfIssued,
            ChainComplete = !Has(verdict, X509ChainStatusFlags.PartialChain),
            ChainTrusted = !Has(verdict, X509ChainStatusFlags.PartialChain) && !Has(verdict, X509ChainStatusFlags.UntrustedRoot),
            Revoked = verdict.Revocation == RevocationOutcome.Revoked || Has(verdict, X509ChainStatusFlags.Revoked),
            ChainProblems = Others(verdict, links, now),
        };
        return report with
        {
            Trusted = report is { ChainTrusted: true, HostMatches: true, Revoked: false, ChainProblems.Count: 0 }
                && links.All(l => now >= l.NotBefore && now <= l.NotAfter) && now >= report.NotBefore && now <= report.NotAfter,
        };
    }

    private static bool Has(ChainVerdict verdict, X509ChainStatusFlags flag) => verdict.Faults.Any(f => f.Status == flag);

    /// <summary>What has no place of its own in the report. Dates have: they are told link by link.</summary>
    private static string[] Others(ChainVerdict verdict, ChainLink[] links, DateTimeOffset now)
    {
        var timed = Array.Exists(links, l => now < l.NotBefore || now > l.NotAfter);
        return verdict.Faults
            .Where(f => f.Status is not (X509ChainStatusFlags.PartialChain or X509ChainStatusFlags.UntrustedRoot or X509ChainStatusFlags.Revoked)
                && !(timed && f.Status == X509ChainStatusFlags.NotTimeValid))
            .Select(static f => string.IsNullOrWhiteSpace(f.StatusInformation) ? f.Status.ToString() : SafeText.Clean(f.StatusInformation.Trim()))
            .Distinct()
            .ToArray();
    }

    private static ChainLink[] Links(ChainVerdict verdict, CertificateSummary own, IReadOnlyList<X509Certificate2> sent)
    {
        var seen = new HashSet<string>(sent.Select(Thumbprint.Of)) { own.Sha256 };
        return verdict.Links.DefaultIfEmpty(own).Take(MaxLinks).Select(l =>
        {
            var (algorithm, size) = Key(l);
            return new ChainLink(
                l.Subject,
                l.Issuer,
                l.NotBefore.ToUniversalTime(),
                l.NotAfter.ToUniversalTime(),
                size > 0 ? $"{algorithm} {size}" : algorithm,
                l.SignatureAlgorithm,
                l.Sha256,
                seen.Contains(l.Sha256),
                l.IsSelfIssued);
        }).ToArray();
    }

    /// <summary>"ECC" is the platform's word for a key that everybody else names after its use.</summary>
    private static (string Algorithm, int Size) Key(CertificateSummary certificate) =>
        (certificate.KeyAlgorithm == "ECC" ? "ECDSA" : SafeText.Clean(certificate.KeyAlgorithm, 60), certificate.KeySize ?? 0);
}
