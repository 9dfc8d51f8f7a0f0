using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ImapPS.Client.Transport;

/// <summary>Builds a certificate's chain to the authorities given, or else to those that the machine trusts.</summary>
internal static class ChainBuilder
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const X509ChainStatusFlags RevocationFlags =
        X509ChainStatusFlags.Revoked | X509ChainStatusFlags.RevocationStatusUnknown | X509ChainStatusFlags.OfflineRevocation;

    /// <param name="certificate">The server's own.</param>
    /// <param name="sent">What the server sent beside it.</param>
    /// <param name="options">Authorities and revocation.</param>
    public static ChainVerdict Build(X509Certificate2 certificate, IEnumerable<X509Certificate2> sent, TlsOptions options)
    {
        var others = sent.ToList();
        if (options.CertificateAuthorities.Count == 0)
            return Build(certificate, others, options, given: false);
        var own = Build(certificate, others, options, given: true);
        if (own.Faults.Count == 0)
            return own;
        // Of two authorities with one name, such as an old and a new key, the platform may take the wrong one and stop there.
        foreach (var namesake in Namesakes(options.CertificateAuthorities))
        {
            var single = Build(certificate, others, options with { CertificateAuthorities = [namesake] }, given: true);
            if (single.Faults.Count == 0)
                return single;
        }

        var platform = Build(certificate, others, options, given: false);
        return platform.Faults.Count == 0 ? platform : own;
    }

    private static IEnumerable<X509Certificate2> Namesakes(IReadOnlyList<X509Certificate2> authorities) =>
        authorities.GroupBy(static a => a.SubjectName.Name).Where(static g => g.Skip(1).Any()).SelectMany(static g => g);

    private static ChainVerdict Build(X509Certificate2 certificate, List<X509Certificate2> others, TlsOptions options, bool given)
    {
        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.RevocationMode = options.Revocation == RevocationPolicy.None ? X509RevocationMode.NoCheck : X509RevocationMode.Online;
        policy.RevocationFlag = X509RevocationFlag.ExcludeRoot;
        policy.UrlRetrievalTimeout = options.RevocationTimeout;
        policy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        foreach (var other in others)
            policy.ExtraStore.Add(other);
        if (given)
            Trust(policy, options.CertificateAuthorities);
        bool built;
        try
        {
            built = chain.Build(certificate);
        }
        catch (CryptographicException e)
        {
            // The platform gave up on what the server sent; that is a fault of the chain like any other.
            return new ChainVerdict(CertificateTrust.None, RevocationOutcome.NotChecked, [new X509ChainStatus { Status = X509ChainStatusFlags.PartialChain, StatusInformation = e.Message }], []);
        }

        var links = new List<CertificateSummary>();
        foreach (var element in chain.ChainElements)
            links.Add(CertificateSummary.From(element.Certificate));
        var faults = Faults(chain, options, given);
        if (!built && chain.ChainStatus.Length == 0)
            faults.Add(new X509ChainStatus { Status = X509ChainStatusFlags.PartialChain, StatusInformation = "the chain could not be built" });
        var trust = faults.Count > 0 ? CertificateTrust.None : given ? CertificateTrust.GivenAuthority : CertificateTrust.Platform;
        return new ChainVerdict(trust, Revocation(chain, options, faults.Count == 0), faults, links);
    }

    private static RevocationOutcome Revocation(X509Chain chain, TlsOptions options, bool isSound)
    {
        if (options.Revocation == RevocationPolicy.None)
            return RevocationOutcome.NotChecked;
        var all = X509ChainStatusFlags.NoError;
        foreach (var status in chain.ChainStatus)
            all |= status.Status;
        if ((all & X509ChainStatusFlags.Revoked) != 0)
            return RevocationOutcome.Revoked;
        // A chain that is unsound otherwise is not asked about by every platform.
        return isSound && (all & RevocationFlags) == 0 ? RevocationOutcome.Good : RevocationOutcome.Unknown;
    }

    private static List<X509ChainStatus> Faults(X509Chain chain, TlsOptions options, bool given)
    {
        var anchored = given && EndsInGiven(chain, options);
        var faults = new List<X509ChainStatus>();
        foreach (var status in chain.ChainStatus)
        {
            if (status.Status == X509ChainStatusFlags.NoError)
                continue;
            // Revoked is a fault always; no answer about it is one if an answer is required, and judged by the caller.
            if ((status.Status & RevocationFlags) != 0 && (status.Status & X509ChainStatusFlags.Revoked) == 0)
                continue;
            if (anchored && status.Status is X509ChainStatusFlags.UntrustedRoot or X509ChainStatusFlags.PartialChain)
                continue;
            faults.Add(status);
        }

        if (given && !anchored && faults.Count == 0)
            faults.Add(new X509ChainStatus { Status = X509ChainStatusFlags.UntrustedRoot, StatusInformation = "the chain ends in none of the authorities given" });
        return faults;
    }

#if NET8_0_OR_GREATER
    private static void Trust(X509ChainPolicy policy, IReadOnlyList<X509Certificate2> authorities)
    {
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        foreach (var authority in authorities)
            policy.CustomTrustStore.Add(authority);
    }

    /// <summary>The platform itself trusts nothing but the authorities given: what it holds against a chain counts.</summary>
    private static bool EndsInGiven(X509Chain chain, TlsOptions options) =>
        chain.ChainStatus.All(static s => s.Status is not (X509ChainStatusFlags.UntrustedRoot or X509ChainStatusFlags.PartialChain))
        && options.CertificateAuthorities.Count > 0;
#else
    private static void Trust(X509ChainPolicy policy, IReadOnlyList<X509Certificate2> authorities)
    {
        // No custom trust before .NET 5: an unknown root is let through here, then it must be one of those given.
        policy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
        foreach (var authority in authorities)
            policy.ExtraStore.Add(authority);
    }

    private static bool EndsInGiven(X509Chain chain, TlsOptions options)
    {
        if (chain.ChainElements.Count == 0)
            return false;
        var root = chain.ChainElements[chain.ChainElements.Count - 1].Certificate.RawData;
        return options.CertificateAuthorities.Any(a => a.RawData.AsSpan().SequenceEqual(root));
    }
#endif
}
