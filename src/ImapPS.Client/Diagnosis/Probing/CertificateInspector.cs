using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ImapPS.Client.Diagnosis;

/// <summary>Reads a certificate, and builds its chain as a connection would: the platform's roots, then those that were given.</summary>
internal static class CertificateInspector
{
    private const int MaxText = 500;
    private const int MaxLinks = 60;

    /// <param name="leaf">The server's own.</param>
    /// <param name="sent">What else the server sent.</param>
    /// <param name="host">What it was asked for by.</param>
    /// <param name="authorities">To be trusted as roots, too.</param>
    /// <param name="now">The time that counts.</param>
    public static CertificateReport Inspect(X509Certificate2 leaf, IReadOnlyList<X509Certificate2> sent, string host, IReadOnlyList<X509Certificate2> authorities, DateTimeOffset now)
    {
        var names = CertificateNames.Read(leaf);
        using var platform = Build(leaf, sent, [], now);
        var faults = Faults(platform);
        using var own = authorities.Count > 0 && faults.Length > 0 ? Build(leaf, sent, authorities, now) : null;
        var chain = platform;
        if (own is not null && (Faults(own).Length < faults.Length || own.ChainElements.Count > platform.ChainElements.Count))
        {
            chain = own;
            faults = Faults(own);
        }

        var (algorithm, size) = Key(leaf);
        var selfSigned = IsSelfSigned(leaf);
        var untrusted = faults.Any(static f => f.Status is X509ChainStatusFlags.UntrustedRoot or X509ChainStatusFlags.PartialChain);
        var report = new CertificateReport
        {
            Subject = Text(leaf.Subject),
            Issuer = Text(leaf.Issuer),
            Names = names.All.Select(static n => SafeText.Clean(n, 255)).ToArray(),
            SerialNumber = leaf.SerialNumber,
            Thumbprint = Thumbprint(leaf),
            NotBefore = leaf.NotBefore.ToUniversalTime(),
            NotAfter = leaf.NotAfter.ToUniversalTime(),
            DaysLeft = (int)Math.Floor((leaf.NotAfter.ToUniversalTime() - now.UtcDateTime).TotalDays),
            KeyAlgorithm = algorithm,
            KeySize = size,
            SignatureAlgorithm = Algorithm(leaf.SignatureAlgorithm),
            Chain = Links(chain, leaf, sent),
            HostMatches = names.Match(host),
            SelfSigned = selfSigned,
            ChainComplete = faults.All(static f => f.Status != X509ChainStatusFlags.PartialChain),
            ChainTrusted = !untrusted,
            ChainProblems = faults
                .Where(static f => f.Status is not (X509ChainStatusFlags.UntrustedRoot or X509ChainStatusFlags.PartialChain))
                .Select(static f => Text(f.StatusInformation.Trim())).Distinct().ToArray(),
        };
        return report with
        {
            Trusted = report.ChainTrusted && report.ChainProblems.Count == 0 && report.HostMatches && report.DaysLeft >= 0 && now >= report.NotBefore,
        };
    }

    internal static bool IsSelfSigned(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    /// <summary>What is wrong with the chain, its dates left aside: those of the server's own certificate are told apart from trust.</summary>
    private static X509ChainStatus[] Faults(X509Chain chain)
    {
        var leaf = chain.ChainElements.Count > 0 ? chain.ChainElements[0].ChainElementStatus : [];
        var leafTimed = leaf.Any(static s => s.Status == X509ChainStatusFlags.NotTimeValid);
        var othersTimed = chain.ChainElements.Cast<X509ChainElement>().Skip(1)
            .Any(static e => e.ChainElementStatus.Any(static s => s.Status == X509ChainStatusFlags.NotTimeValid));
        return chain.ChainStatus
            .Where(s => s.Status != X509ChainStatusFlags.NoError && (s.Status != X509ChainStatusFlags.NotTimeValid || othersTimed || !leafTimed))
            .ToArray();
    }

    private static X509Chain Build(X509Certificate2 leaf, IReadOnlyList<X509Certificate2> sent, IReadOnlyList<X509Certificate2> roots, DateTimeOffset now)
    {
        var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = now.LocalDateTime;
        chain.ChainPolicy.UrlRetrievalTimeout = TimeSpan.FromSeconds(3);
        foreach (var item in sent)
            chain.ChainPolicy.ExtraStore.Add(item);
#if NET8_0_OR_GREATER
        // What the server does not send is what strict clients will miss.
        chain.ChainPolicy.DisableCertificateDownloads = true;
        if (roots.Count > 0)
        {
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            foreach (var root in roots)
                chain.ChainPolicy.CustomTrustStore.Add(root);
        }

        chain.Build(leaf);
#else
        foreach (var root in roots)
            chain.ChainPolicy.ExtraStore.Add(root);
        chain.Build(leaf);
        if (roots.Count > 0 && EndsIn(chain, roots))
        {
            // No trust of one's own before .NET 5: build again, the root being one of ours.
            chain.ChainPolicy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
            chain.Build(leaf);
        }
#endif
        return chain;
    }

#if !NET8_0_OR_GREATER
    private static bool EndsIn(X509Chain chain, IReadOnlyList<X509Certificate2> roots)
    {
        if (chain.ChainElements.Count == 0)
            return false;
        var last = chain.ChainElements[chain.ChainElements.Count - 1].Certificate.RawData;
        return roots.Any(r => r.RawData.AsSpan().SequenceEqual(last));
    }
#endif

    private static ChainLink[] Links(X509Chain chain, X509Certificate2 leaf, IReadOnlyList<X509Certificate2> sent)
    {
        var seen = new HashSet<string>(sent.Select(Thumbprint)) { Thumbprint(leaf) };
        return chain.ChainElements.Cast<X509ChainElement>().Take(MaxLinks).Select(e =>
        {
            var certificate = e.Certificate;
            var (algorithm, size) = Key(certificate);
            return new ChainLink(
                Text(certificate.Subject),
                Text(certificate.Issuer),
                certificate.NotBefore.ToUniversalTime(),
                certificate.NotAfter.ToUniversalTime(),
                size > 0 ? $"{algorithm} {size}" : algorithm,
                Algorithm(certificate.SignatureAlgorithm),
                Thumbprint(certificate),
                seen.Contains(Thumbprint(certificate)),
                e.ChainElementStatus.Where(static s => s.Status != X509ChainStatusFlags.NoError).Select(static s => Text(s.StatusInformation.Trim())).ToArray());
        }).ToArray();
    }

    private static (string Algorithm, int Size) Key(X509Certificate2 certificate)
    {
        try
        {
            using var rsa = certificate.GetRSAPublicKey();
            if (rsa is not null)
                return ("RSA", rsa.KeySize);
            using var ecdsa = certificate.GetECDsaPublicKey();
            if (ecdsa is not null)
                return ("ECDSA", ecdsa.KeySize);
        }
        catch (Exception e) when (e is CryptographicException or NotSupportedException or ArgumentException)
        {
            // A curve or key that this platform doesn't know still has a name.
        }

        return (Algorithm(certificate.PublicKey.Oid), 0);
    }

    private static string Algorithm(Oid oid) => SafeText.Clean(string.IsNullOrEmpty(oid.FriendlyName) ? oid.Value : oid.FriendlyName, 60);

    private static string Thumbprint(X509Certificate2 certificate)
    {
        using var sha = SHA256.Create();
        return BitConverter.ToString(sha.ComputeHash(certificate.RawData)).Replace("-", "");
    }

    private static string Text(string? text) => SafeText.Clean(text, MaxText);
}
