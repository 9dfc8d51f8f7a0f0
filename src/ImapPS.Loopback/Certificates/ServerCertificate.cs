using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ImapPS.Loopback.Certificates;

/// <summary>A certificate made at start, by a certificate authority that is thrown away at once.</summary>
internal sealed class ServerCertificate(X509Certificate2 certificate, string authorityPem) : IDisposable
{
    private const string WrongName = "wrong.example";

    /// <summary>With its private key.</summary>
    public X509Certificate2 Certificate { get; } = certificate;

    /// <summary>What a client must trust: the authority, or the certificate itself if it is self-signed.</summary>
    public string AuthorityPem { get; } = authorityPem;

    public static ServerCertificate From(X509Certificate2 certificate) => new(certificate, ToPem(certificate));

    public void Dispose() => Certificate.Dispose();

    private static string ToPem(X509Certificate2 certificate)
    {
        var text = new StringBuilder("-----BEGIN CERTIFICATE-----\n");
        var base64 = Convert.ToBase64String(certificate.RawData);
        for (var i = 0; i < base64.Length; i += 64)
            text.Append(base64, i, Math.Min(64, base64.Length - i)).Append('\n');
        return text.Append("-----END CERTIFICATE-----\n").ToString();
    }

    /// <summary>Made by hand with RSA: all that netstandard2.0 has. Here on every target so that its tests run on every one.</summary>
    public static ServerCertificate CreateRsa(LoopbackCertificateKind kind)
    {
        var (from, to) = Validity(kind, DateTimeOffset.UtcNow);
        var isWrong = kind == LoopbackCertificateKind.WrongName;
        var (server, trusted) = RsaCertificate.Create(isWrong ? WrongName : "localhost", !isWrong, kind == LoopbackCertificateKind.SelfSigned, from, to);
        using (trusted)
            return new ServerCertificate(server, ToPem(trusted));
    }

    private static (DateTimeOffset From, DateTimeOffset To) Validity(LoopbackCertificateKind kind, DateTimeOffset now) => kind switch
    {
        LoopbackCertificateKind.Expired => (now.AddDays(-30), now.AddDays(-1)),
        LoopbackCertificateKind.NotYetValid => (now.AddDays(1), now.AddDays(30)),
        _ => (now.AddHours(-1), now.AddDays(30)),
    };

#if NET8_0_OR_GREATER
    public static ServerCertificate Create(LoopbackCertificateKind kind)
    {
        var now = DateTimeOffset.UtcNow;
        var (from, to) = Validity(kind, now);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = LeafRequest(kind, key);
        if (kind == LoopbackCertificateKind.SelfSigned)
        {
            var own = WithUsableKey(request.CreateSelfSigned(from, to));
            return new ServerCertificate(own, ToPem(own));
        }

        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var authority = AuthorityRequest(authorityKey).CreateSelfSigned(now.AddDays(-60), now.AddDays(60));
        var serial = new byte[8];
        RandomNumberGenerator.Fill(serial);
        serial[0] &= 0x7f;
        using var signed = request.Create(authority, from, to, serial);
        return new ServerCertificate(WithUsableKey(signed.CopyWithPrivateKey(key)), ToPem(authority));
    }

    private static CertificateRequest LeafRequest(LoopbackCertificateKind kind, ECDsa key)
    {
        var request = new CertificateRequest(kind == LoopbackCertificateKind.WrongName ? "CN=" + WrongName : "CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (kind == LoopbackCertificateKind.WrongName)
        {
            names.AddDnsName(WrongName);
        }
        else
        {
            names.AddDnsName("localhost");
            names.AddIpAddress(IPAddress.Loopback);
            names.AddIpAddress(IPAddress.IPv6Loopback);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        return request;
    }

    private static CertificateRequest AuthorityRequest(ECDsa key)
    {
        var request = new CertificateRequest("CN=ImapPS test server authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request;
    }

    /// <summary>Windows' TLS takes no key that lives in memory only; one that came from a PFX it does.</summary>
    private static X509Certificate2 WithUsableKey(X509Certificate2 certificate)
    {
        if (!OperatingSystem.IsWindows())
            return certificate;
        using (certificate)
        {
#pragma warning disable SYSLIB0057 // The loader that replaces this constructor is not in net8.0.
            return new X509Certificate2(certificate.Export(X509ContentType.Pfx));
#pragma warning restore SYSLIB0057
        }
    }
#else
    public static ServerCertificate Create(LoopbackCertificateKind kind) => CreateRsa(kind);
#endif
}
