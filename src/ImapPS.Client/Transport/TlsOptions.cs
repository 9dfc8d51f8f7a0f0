using System.Security.Cryptography.X509Certificates;

namespace ImapPS.Client.Transport;

/// <summary>How a server's certificate is judged.</summary>
public sealed record TlsOptions
{
    /// <summary>Certificates trusted as roots for this connection, beside the platform's.</summary>
    public IReadOnlyList<X509Certificate2> CertificateAuthorities { get; init; } = [];

    /// <summary>Shown to a server that asks for one.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>Accepts any certificate. For nothing but tests.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>Whether revocation is asked about. Default: not.</summary>
    public X509RevocationMode Revocation { get; init; } = X509RevocationMode.NoCheck;
}
