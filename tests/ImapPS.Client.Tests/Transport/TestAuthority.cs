using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ImapPS.Client.Tests.Transport;

/// <summary>A certificate authority for one test: it issues to servers, to clients and to authorities below it.</summary>
internal sealed class TestAuthority : IDisposable
{
    // One moment for all: an authority made a second later must not outlast the one above it.
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    private static int _last;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public TestAuthority(TestAuthority? parent = null)
    {
        Name = "CN=Test authority " + Interlocked.Increment(ref _last);
        var request = new CertificateRequest(Name, _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        Certificate = parent is null
            ? request.CreateSelfSigned(Now.AddDays(-50), Now.AddDays(50))
            : parent.Sign(request, -40, 40).CopyWithPrivateKey(_key);
    }

    public string Name { get; }

    public X509Certificate2 Certificate { get; }

    /// <summary>A server's certificate, with its key.</summary>
    /// <param name="host">Its name or address.</param>
    /// <param name="crl">Where its revocation list is, for one that has one.</param>
    /// <param name="from">Days from now.</param>
    /// <param name="to">Days from now.</param>
    public X509Certificate2 Server(string host = "localhost", string? crl = null, int from = -1, int to = 10)
    {
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(host, out var address))
            names.AddIpAddress(address);
        else
            names.AddDnsName(host);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + host, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        if (crl is not null)
            request.CertificateExtensions.Add(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([crl]));
        return Sign(request, from, to).CopyWithPrivateKey(key);
    }

    public X509Certificate2 Client(string subject)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], false));
        return Sign(request, -1, 10).CopyWithPrivateKey(key);
    }

    /// <summary>A revocation list with these certificates on it.</summary>
    public byte[] Crl(params X509Certificate2[] revoked)
    {
        var builder = new CertificateRevocationListBuilder();
        foreach (var certificate in revoked)
            builder.AddEntry(certificate);
        return builder.Build(Certificate, 1, Now.AddDays(5), HashAlgorithmName.SHA256);
    }

    public void Dispose()
    {
        Certificate.Dispose();
        _key.Dispose();
    }

    private X509Certificate2 Sign(CertificateRequest request, int from, int to)
    {
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Certificate, true, false));
        var serial = new byte[8];
        RandomNumberGenerator.Fill(serial);
        serial[0] = 1;
        return request.Create(Certificate, Now.AddDays(from), Now.AddDays(to), serial);
    }
}
