using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace ImapPS.Client.Transport;

/// <summary>Judges one server certificate and keeps the reasons, so that an error can name them.</summary>
internal sealed class CertificateCheck(string host, TlsOptions options)
{
    private readonly string[] _pins = [.. options.CertificateThumbprints.Select(Thumbprint.Normalize)];
    private readonly List<CertificateProblem> _problems = [];
    private ChainVerdict? _verdict;
    private CertificateSummary? _certificate;

    /// <summary>What is wrong with the certificate; empty if nothing is.</summary>
    public IReadOnlyList<CertificateProblem> Problems => _problems;

    public bool IsRefused { get; private set; }

    private bool IsPinned => _certificate is not null && Array.IndexOf(_pins, _certificate.Sha256) >= 0;

    /// <summary>For SslStream. The platform's own opinion is not asked: chain and name are judged here, alike on every platform.</summary>
    public bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        _problems.Clear();
        if (certificate is null)
            Add(CertificateProblemKind.Missing, "the server sent none");
        else
            Judge(certificate, chain);
        var pinFails = _problems.Exists(static p => p.Kind == CertificateProblemKind.WrongThumbprint);
        IsRefused = certificate is null || pinFails || (_problems.Count > 0 && !options.SkipCertificateCheck);
        return !IsRefused;
    }

    /// <summary>The report, TLS standing.</summary>
    public TlsReport Report(SslStream tls) => new()
    {
        Protocol = tls.SslProtocol,
        CipherSuite = CipherNames.Suite(tls),
        CipherSuiteNote = CipherNames.Note(tls),
        Certificate = _certificate!,
        Chain = _verdict!.Links,
        Trust = _verdict.Trust,
        Revocation = _verdict.Revocation,
        IsPinned = IsPinned,
        IsCheckSkipped = options.SkipCertificateCheck,
        Problems = _problems.ToArray(),
        ClientCertificate = options.ClientCertificate is { } own ? SafeText.Clean(own.Subject) : null,
    };

    /// <summary>One error with every reason.</summary>
    public ImapException Refusal(Exception inner) => new(
        ImapError.CertificateRejected,
        $"The certificate of {host} was refused: {string.Join("; ", _problems)}."
            + (_certificate is null ? "" : $" Subject: {_certificate.Subject}; issuer: {_certificate.Issuer}; SHA-256: {_certificate.Sha256}."),
        inner)
    {
        Hint = string.Join(" ", _problems.Select(static p => p.Remedy).Distinct()),
    };

    private void Judge(X509Certificate certificate, X509Chain? chain)
    {
        using var copy = new X509Certificate2(certificate);
        _certificate = CertificateSummary.From(copy);
        var names = SubjectNames.Of(copy);
        if (!HostNameMatch.Matches(names, host))
            Add(CertificateProblemKind.WrongName, $"it is not for '{SafeText.Clean(host, 255)}' but for {Listed(names.All)}");
        CheckDates(_certificate);
        _verdict = ChainBuilder.Build(copy, Sent(chain), options);
        foreach (var fault in _verdict.Faults)
            AddFault(fault);
        if (_verdict.Revocation == RevocationOutcome.Unknown && options.Revocation == RevocationPolicy.Require)
            Add(CertificateProblemKind.RevocationUnknown, "whether it is revoked could not be found out");
        if (_pins.Length > 0 && !IsPinned)
            Add(CertificateProblemKind.WrongThumbprint, "its SHA-256 thumbprint is not the one that was pinned");
    }

    private static IEnumerable<X509Certificate2> Sent(X509Chain? chain)
    {
        if (chain is null)
            yield break;
        foreach (var element in chain.ChainElements)
            yield return element.Certificate;
        foreach (var extra in chain.ChainPolicy.ExtraStore)
            yield return extra;
    }

    private static string Listed(IReadOnlyList<string> names) => names.Count switch
    {
        0 => "no name at all (it has no subject alternative name, and the common name does not count)",
        <= 8 => string.Join(", ", names),
        _ => string.Join(", ", names.Take(8)) + $" and {names.Count - 8} more",
    };

    private void CheckDates(CertificateSummary certificate)
    {
        var now = DateTimeOffset.Now;
        if (now > certificate.NotAfter)
            Add(CertificateProblemKind.Expired, "it expired on " + certificate.NotAfter.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        if (now < certificate.NotBefore)
            Add(CertificateProblemKind.NotYetValid, "it is valid only from " + certificate.NotBefore.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    private void AddFault(X509ChainStatus fault)
    {
        switch (fault.Status)
        {
            case X509ChainStatusFlags.NotTimeValid:
                if (!_problems.Exists(static p => p.Kind is CertificateProblemKind.Expired or CertificateProblemKind.NotYetValid))
                    Add(CertificateProblemKind.Expired, "a certificate of its chain is out of date");
                break;
            case X509ChainStatusFlags.UntrustedRoot or X509ChainStatusFlags.PartialChain:
                if (_certificate!.IsSelfIssued)
                    Add(CertificateProblemKind.SelfSigned, "it is self-signed and not trusted here");
                else
                    Add(CertificateProblemKind.UntrustedIssuer, "its issuer is not trusted here");
                break;
            case X509ChainStatusFlags.Revoked:
                Add(CertificateProblemKind.Revoked, "it is revoked, or its issuer is");
                break;
            default:
                var text = SafeText.Clean((fault.StatusInformation ?? "").Trim().TrimEnd('.'), 200);
                Add(CertificateProblemKind.Chain, text.Length > 0 ? text : fault.Status.ToString());
                break;
        }
    }

    private void Add(CertificateProblemKind kind, string message)
    {
        var problem = new CertificateProblem(kind, message);
        if (!_problems.Contains(problem))
            _problems.Add(problem);
    }
}
