using System.Security.Cryptography.X509Certificates;

namespace ImapPS.Client.Transport;

/// <summary>How a server's certificate is judged, and what is shown to the server.</summary>
public sealed record TlsOptions
{
    /// <summary>Certificates trusted as roots for this connection, beside the platform's. See <see cref="PemCertificates"/>.</summary>
    public IReadOnlyList<X509Certificate2> CertificateAuthorities { get; init; } = [];

    /// <summary>
    /// If there are any, the server's own certificate must be one of these, in addition to all other checks (with
    /// <see cref="SkipCertificateCheck"/>: instead of them). See <see cref="Thumbprint"/>.
    /// </summary>
    public IReadOnlyList<string> CertificateThumbprints { get; init; } = [];

    /// <summary>Shown to a server that asks for one. See <see cref="ClientCertificateFile"/>.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>Accepts any certificate; what is wrong with it is still recorded. For nothing but tests.</summary>
    public bool SkipCertificateCheck { get; init; }

    public RevocationPolicy Revocation { get; init; }

    /// <summary>How long answers about revocation are waited for. Default 5 seconds.</summary>
    public TimeSpan RevocationTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
