using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ImapPS.Client.Transport;

/// <summary>What a certificate says, as plain data.</summary>
public sealed record CertificateSummary
{
    public required string Subject { get; init; }

    public required string Issuer { get; init; }

    /// <summary>The names and addresses that it is for (subject alternative names).</summary>
    public required IReadOnlyList<string> Names { get; init; }

    public required DateTimeOffset NotBefore { get; init; }

    public required DateTimeOffset NotAfter { get; init; }

    public required string SerialNumber { get; init; }

    /// <summary>The SHA-256 of the whole certificate, in upper-case hexadecimal: what a pin is compared with.</summary>
    public required string Sha256 { get; init; }

    public required string SignatureAlgorithm { get; init; }

    public required string KeyAlgorithm { get; init; }

    /// <summary>In bits; null if this platform can't read such keys.</summary>
    public int? KeySize { get; init; }

    public bool IsSelfIssued { get; init; }

    /// <summary>Reads a certificate; texts in it are made safe for a terminal.</summary>
    public static CertificateSummary From(X509Certificate2 certificate)
    {
        if (certificate is null)
            throw new ArgumentNullException(nameof(certificate));
        return new CertificateSummary
        {
            Subject = SafeText.Clean(certificate.Subject),
            Issuer = SafeText.Clean(certificate.Issuer),
            Names = SubjectNames.Of(certificate).All,
            NotBefore = certificate.NotBefore,
            NotAfter = certificate.NotAfter,
            SerialNumber = certificate.SerialNumber,
            Sha256 = Thumbprint.Of(certificate),
            SignatureAlgorithm = certificate.SignatureAlgorithm.FriendlyName ?? certificate.SignatureAlgorithm.Value ?? "",
            KeyAlgorithm = certificate.PublicKey.Oid.FriendlyName ?? certificate.PublicKey.Oid.Value ?? "",
            KeySize = SizeOf(certificate),
            IsSelfIssued = IsSelf(certificate),
        };
    }

    internal static bool IsSelf(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    private static int? SizeOf(X509Certificate2 certificate)
    {
        try
        {
            using var rsa = certificate.GetRSAPublicKey();
            if (rsa is not null)
                return rsa.KeySize;
            using var ecdsa = certificate.GetECDsaPublicKey();
            return ecdsa?.KeySize;
        }
        catch (Exception e) when (e is CryptographicException or NotSupportedException or PlatformNotSupportedException)
        {
            // A key of a kind or curve that the platform lacks: the summary says so by saying nothing.
            return null;
        }
    }
}
