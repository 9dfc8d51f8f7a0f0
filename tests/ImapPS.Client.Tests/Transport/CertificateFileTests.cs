using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ImapPS.Client.Transport;

namespace ImapPS.Client.Tests.Transport;

/// <summary>Certificates from files, good and bad.</summary>
public sealed class CertificateFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("imapps-certificates-").FullName;
    private readonly TestAuthority _authority = new();
    private readonly X509Certificate2 _client;

    public CertificateFileTests() => _client = _authority.Client("CN=alice");

    public void Dispose()
    {
        _client.Dispose();
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_pem_file_may_hold_many_certificates_and_other_things()
    {
        using var other = new TestAuthority();
        var many = Write("many.pem", "# a comment\r\n" + _authority.Certificate.ExportCertificatePem() + "\nsubject=x\n" + other.Certificate.ExportCertificatePem());
        var der = Write("one.cer", _authority.Certificate.RawData);

        Assert.Equal([_authority.Name, other.Name, _authority.Name], PemCertificates.Load(many, der).Select(static c => c.Subject));
    }

    [Theory]
    [InlineData("", "holds no certificate")]
    [InlineData("nothing here", "holds no certificate")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIB", "breaks off")]
    [InlineData("-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----", "certificate 1 that is none")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "certificate 1 that is none")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "a private key, but no certificate")]
    public void A_bad_pem_file_is_named_with_what_is_wrong(string content, string words)
    {
        var error = Assert.Throws<ImapException>(() => PemCertificates.Load(Write("bad.pem", content)));
        Assert.Equal(ImapError.InvalidArgument, error.Error);
        Assert.Contains("bad.pem", error.Message);
        Assert.Contains(words, error.Message);
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Contains("nowhere.pem", Assert.Throws<ImapException>(() => PemCertificates.Load(Path.Combine(_folder, "nowhere.pem"))).Message);

    [Fact]
    public void A_pfx_opens_with_its_password_only()
    {
        var path = Write("alice.pfx", _client.Export(X509ContentType.Pfx, "right"));

        using (var loaded = ClientCertificateFile.Load(path, null, Secure("right")))
            Assert.True(loaded.HasPrivateKey && loaded.Subject == "CN=alice");
        Assert.Contains("password for the file", Fails(path, null, "wrong"));
        Assert.Contains("is wrong", Fails(path, null, "wrong"));
        Assert.Contains("none was given", Fails(path, null, null));
    }

    [Fact]
    public void A_pfx_without_password_opens_without()
    {
        using var loaded = ClientCertificateFile.Load(Write("open.pfx", _client.Export(X509ContentType.Pfx)));
        Assert.True(loaded.HasPrivateKey);
    }

    [Fact]
    public void A_pem_certificate_takes_its_key_from_beside_it_or_from_the_same_file()
    {
        Edition.NeedsCore("keys in PEM files");
        using var key = _client.GetECDsaPrivateKey()!;
        var certificate = Write("alice.pem", _client.ExportCertificatePem());
        var plain = Write("alice.key", key.ExportPkcs8PrivateKeyPem());
        var locked = Write("locked.key", key.ExportEncryptedPkcs8PrivateKeyPem("right".AsSpan(), new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1000)));
        var both = Write("both.pem", key.ExportECPrivateKeyPem() + "\n" + _client.ExportCertificatePem());

        foreach (var loaded in new[]
        {
            ClientCertificateFile.Load(certificate, plain),
            ClientCertificateFile.Load(certificate, locked, Secure("right")),
            ClientCertificateFile.Load(both),
        })
        {
            Assert.True(loaded.HasPrivateKey);
            loaded.Dispose();
        }

        Assert.Contains("password for the key is wrong", Fails(certificate, locked, "wrong"));
        Assert.Contains("none was given", Fails(certificate, locked, null));
        Assert.Contains("without its private key", Fails(certificate, null, null));
    }

    [Fact]
    public void Anothers_key_is_no_key()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Contains("key", Fails(Write("alice.pem", _client.ExportCertificatePem()), Write("other.key", other.ExportPkcs8PrivateKeyPem()), null));
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("0broken")]
    public void What_is_no_certificate_is_said_so(string content) => Assert.Contains("file 'x' ".Replace("x", Path.Combine(_folder, "x")), Fails(Write("x", content), null, "p"));

    [Fact]
    public void A_certificate_alone_is_not_enough() => Assert.NotEmpty(Fails(Write("x.cer", _client.RawData), null, null));

    private static SecureString Secure(string text)
    {
        var secure = new SecureString();
        foreach (var c in text)
            secure.AppendChar(c);
        return secure;
    }

    private static string Fails(string path, string? key, string? password)
    {
        var error = Assert.Throws<ImapException>(() => ClientCertificateFile.Load(path, key, password is null ? null : Secure(password)));
        Assert.Equal(ImapError.InvalidArgument, error.Error);
        return error.Message;
    }

    private string Write(string name, string content) => Write(name, System.Text.Encoding.UTF8.GetBytes(content));

    private string Write(string name, byte[] content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }
}
