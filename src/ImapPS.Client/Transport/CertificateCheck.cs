using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace ImapPS.Client.Transport;

/// <summary>Judges one server certificate and keeps the reasons, so that an error can name them.</summary>
internal sealed class CertificateCheck(string host, TlsOptions options)
{
    /// <summary>Why the certificate was refused; empty if it wasn't.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>The certificate as far as it was seen.</summary>
    public X509Certificate2? Certificate { get; private set; }

    public bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null)
        {
            Problems.Add("the server sent no certificate");
            return false;
        }

        Certificate = new X509Certificate2(certificate);
        if (options.SkipCertificateCheck)
            return true;
        if ((errors & SslPolicyErrors.RemoteCertificateNameMismatch) != 0)
            Problems.Add($"it is not for '{host}' but for {Names(Certificate)}");
        CheckDates(Certificate);
        if ((errors & SslPolicyErrors.RemoteCertificateChainErrors) != 0 && chain is not null)
            CheckChain(Certificate, chain);
        return Problems.Count == 0;
    }

    /// <summary>One sentence with every reason.</summary>
    public string Describe() =>
        $"The certificate of {host} was refused: {string.Join("; ", Problems)}."
        + (Certificate is null ? "" : $" Subject: {SafeText.Clean(Certificate.Subject)}; issuer: {SafeText.Clean(Certificate.Issuer)}.");

    private static string Names(X509Certificate2 certificate)
    {
        foreach (var extension in certificate.Extensions)
        {
            if (extension.Oid?.Value == "2.5.29.17")
                return SafeText.Clean(extension.Format(false), 200);
        }

        return SafeText.Clean(certificate.GetNameInfo(X509NameType.DnsName, false), 200);
    }

    private void CheckDates(X509Certificate2 certificate)
    {
        var now = DateTime.Now;
        if (now > certificate.NotAfter)
            Problems.Add("it expired on " + certificate.NotAfter.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        if (now < certificate.NotBefore)
            Problems.Add("it is valid only from " + certificate.NotBefore.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    private void CheckChain(X509Certificate2 certificate, X509Chain platform)
    {
        var status = platform.ChainStatus;
        if (options.CertificateAuthorities.Count > 0)
        {
            using var own = new X509Chain();
            own.ChainPolicy.RevocationMode = options.Revocation;
            foreach (var element in platform.ChainElements)
                own.ChainPolicy.ExtraStore.Add(element.Certificate);
            if (BuildOwn(own, certificate))
                return;
            status = own.ChainStatus;
        }

        foreach (var item in status)
        {
            switch (item.Status)
            {
                case X509ChainStatusFlags.NoError:
                case X509ChainStatusFlags.NotTimeValid when Problems.Count > 0:
                    break;
                case X509ChainStatusFlags.UntrustedRoot:
                case X509ChainStatusFlags.PartialChain:
                    Problems.Add(certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData)
                        ? "it is self-signed and not trusted here"
                        : "its issuer is not trusted here");
                    break;
                default:
                    Problems.Add(SafeText.Clean(item.StatusInformation.Trim().TrimEnd('.'), 200));
                    break;
            }
        }

        if (Problems.Count == 0)
            Problems.Add("its chain could not be verified");
    }

#if NET8_0_OR_GREATER
    private bool BuildOwn(X509Chain chain, X509Certificate2 certificate)
    {
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        foreach (var authority in options.CertificateAuthorities)
            chain.ChainPolicy.CustomTrustStore.Add(authority);
        return chain.Build(certificate);
    }
#else
    private bool BuildOwn(X509Chain chain, X509Certificate2 certificate)
    {
        // No custom trust before .NET 5: an unknown root is let through, then it must be one of ours.
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
        foreach (var authority in options.CertificateAuthorities)
            chain.ChainPolicy.ExtraStore.Add(authority);
        if (!chain.Build(certificate) || chain.ChainElements.Count == 0)
            return false;
        var root = chain.ChainElements[chain.ChainElements.Count - 1].Certificate.RawData;
        return options.CertificateAuthorities.Any(a => a.RawData.AsSpan().SequenceEqual(root));
    }
#endif
}
