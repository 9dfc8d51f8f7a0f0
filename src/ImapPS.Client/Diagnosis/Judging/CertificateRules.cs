using System.Globalization;

namespace ImapPS.Client.Diagnosis;

/// <summary>Findings about one certificate.</summary>
internal static class CertificateRules
{
    private const int ShownNames = 8;

    /// <param name="certificate">As it was inspected.</param>
    /// <param name="host">What the server was asked for by.</param>
    /// <param name="now">The time that counts.</param>
    /// <param name="warningDays">One that lasts no longer is warned of.</param>
    public static IEnumerable<Finding> Judge(CertificateReport certificate, string host, DateTimeOffset now, int warningDays) =>
        OfDates(certificate, now, warningDays).Concat(OfName(certificate, host)).Concat(OfChain(certificate, now)).Concat(OfStrength(certificate));

    private static IEnumerable<Finding> OfDates(CertificateReport certificate, DateTimeOffset now, int warningDays)
    {
        if (now > certificate.NotAfter)
        {
            yield return new Finding(
                Severity.Error,
                "CertificateExpired",
                $"The certificate expired on {Day(certificate.NotAfter)}{(certificate.DaysExpired > 0 ? $", {Days(certificate.DaysExpired)} ago" : "")}.",
                "Renew it and make the server read the new one, as a rule by a reload. Automatic renewal keeps it from happening again.");
        }
        else if (now < certificate.NotBefore)
        {
            yield return new Finding(
                Severity.Error,
                "CertificateNotYetValid",
                $"The certificate is valid only from {Day(certificate.NotBefore)}.",
                "Check the clocks of the server and of this machine; otherwise wait, or use one that is valid.");
        }
        else if (certificate.DaysLeft <= warningDays)
        {
            yield return new Finding(
                Severity.Warning,
                "CertificateExpiring",
                $"The certificate expires on {Day(certificate.NotAfter)}, in {Days(certificate.DaysLeft)}.",
                "Renew it before then, and make the server read the new one.");
        }
    }

    private static IEnumerable<Finding> OfName(CertificateReport certificate, string host)
    {
        if (certificate.HostMatches)
            yield break;
        var clean = SafeText.Clean(host, 255);
        if (certificate.Names.Count == 0)
        {
            yield return new Finding(
                Severity.Error,
                "CertificateNoNames",
                $"The certificate holds no names to compare '{clean}' with (no subject alternative names), only the subject {certificate.Subject}.",
                "Have it issued anew with the server's name as a subject alternative name.");
            yield break;
        }

        var names = string.Join(", ", certificate.Names.Take(ShownNames)) + (certificate.Names.Count > ShownNames ? ", ..." : "");
        yield return new Finding(
            Severity.Error,
            "CertificateWrongName",
            $"The certificate is not for '{clean}' but for {names}.",
            "Connect by one of these names, or have it issued anew with this name added. If several hosts share the address, the server may need its certificate chosen by name (SNI).");
    }

    private static IEnumerable<Finding> OfChain(CertificateReport certificate, DateTimeOffset now)
    {
        if (!certificate.ChainTrusted)
        {
            if (certificate.SelfSigned)
            {
                yield return new Finding(
                    Severity.Error,
                    "CertificateSelfSigned",
                    "The certificate is self-signed, and this machine does not trust it: nobody can tell it from an attacker's.",
                    "Get one from a public authority (Let's Encrypt costs nothing), or give it to every client as trusted (-CertificateAuthority).");
            }
            else if (!certificate.ChainComplete)
            {
                var last = certificate.Chain.Count > 0 ? certificate.Chain[certificate.Chain.Count - 1].Issuer : certificate.Issuer;
                yield return new Finding(
                    Severity.Error,
                    "CertificateChainIncomplete",
                    $"The chain breaks off: the certificate of '{last}' was neither sent by the server nor found here.",
                    "If it is a public authority, let the server send the intermediate certificates too (the file that is often called fullchain.pem). If it is your own, give its certificate with -CertificateAuthority.");
            }
            else
            {
                yield return new Finding(
                    Severity.Error,
                    "CertificateUntrusted",
                    $"The certificate was issued by an authority that this machine does not trust: {(certificate.Chain.Count > 0 ? certificate.Chain[certificate.Chain.Count - 1].Subject : certificate.Issuer)}.",
                    "If it is your own authority, give its certificate with -CertificateAuthority, or add it to this machine's trusted roots.");
            }
        }

        if (certificate.Revoked)
        {
            yield return new Finding(
                Severity.Error,
                "CertificateRevoked",
                "The certificate, or one of its issuers, is revoked: its key may be in the wrong hands.",
                "Have it issued anew with a new key, and find out why it was revoked.");
        }

        var missing = certificate.Chain.Where(static l => !l.SentByServer && !l.IsSelfSigned).ToArray();
        if (certificate.ChainTrusted && missing.Length > 0)
        {
            yield return new Finding(
                Severity.Warning,
                "CertificateIntermediateMissing",
                $"The server does not send the whole chain: {missing[0].Subject} came from this machine. Clients that don't have it refuse the connection.",
                "Let the server send the intermediate certificates too (the file that is often called fullchain.pem).");
        }

        foreach (var link in certificate.Chain.Skip(1).Where(l => now > l.NotAfter))
        {
            yield return new Finding(
                Severity.Error,
                "CertificateIssuerExpired",
                $"A certificate further up the chain expired on {Day(link.NotAfter)}: {link.Subject}.",
                "Let the server send the authority's current intermediate certificates.");
        }

        foreach (var problem in certificate.ChainProblems)
            yield return new Finding(Severity.Error, "CertificateChain", $"The certificate's chain is faulty: {problem.TrimEnd('.')}.", "Have the certificate issued anew, or correct the chain that the server sends.");
    }

    private static IEnumerable<Finding> OfStrength(CertificateReport certificate)
    {
        if (certificate is { KeyAlgorithm: "RSA", KeySize: > 0 and < 2048 })
        {
            yield return new Finding(
                Severity.Warning,
                "CertificateWeakKey",
                string.Format(CultureInfo.InvariantCulture, "The certificate's RSA key has {0} bits only.", certificate.KeySize),
                "Make a new key: RSA with 2048 bits or more, or ECDSA P-256.");
        }

        if (IsWeakSignature(certificate.SignatureAlgorithm) && !certificate.SelfSigned)
        {
            yield return new Finding(
                Severity.Warning,
                "CertificateWeakSignature",
                $"The certificate is signed with {certificate.SignatureAlgorithm}, which can be forged.",
                "Have it issued anew with SHA-256 or better.");
        }
    }

    private static bool IsWeakSignature(string algorithm) =>
        algorithm.IndexOf("sha1", StringComparison.OrdinalIgnoreCase) >= 0 || algorithm.IndexOf("md5", StringComparison.OrdinalIgnoreCase) >= 0;

    private static string Day(DateTimeOffset time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Days(int count) => count == 1 ? "1 day" : count.ToString(CultureInfo.InvariantCulture) + " days";
}
