using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ImapPS.Client.Authentication;

namespace ImapPS.Client.Tests.Authentication;

public class ChannelBindingsTests
{
    // RFC 5929 section 4.1.
    [Theory]
    [InlineData("SHA256")]
    [InlineData("SHA384")]
    [InlineData("SHA512")]
    public void The_end_point_is_the_certificate_hashed_by_its_signature_s_function(string signature)
    {
        using var rsa = Certificate(new HashAlgorithmName(signature), ecdsa: false);
        using var ecdsa = Certificate(new HashAlgorithmName(signature), ecdsa: true);

        Assert.All([rsa, ecdsa], certificate =>
        {
            var binding = ChannelBindings.ForServerCertificate(certificate);
            Assert.Equal("tls-server-end-point", binding!.Type);
            Assert.Equal(Hash(signature, certificate.RawData), binding.Data);
        });
    }

    // .NET makes no such certificates any more, so the last arc of the algorithm's OID is changed in a good one.
    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void MD5_and_SHA1_give_way_to_SHA256(byte algorithm)
    {
        using var good = Certificate(HashAlgorithmName.SHA256, ecdsa: false);
        var bytes = good.RawData;
        byte[] sha256WithRsa = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0B];
        for (var i = bytes.AsSpan().IndexOf(sha256WithRsa); i >= 0; i = bytes.AsSpan().IndexOf(sha256WithRsa))
            bytes[i + sha256WithRsa.Length - 1] = algorithm;
#pragma warning disable SYSLIB0057 // X509CertificateLoader isn't in .NET 8.
        using var old = new X509Certificate2(bytes);
#pragma warning restore SYSLIB0057

        Assert.Equal(Hash("SHA256", old.RawData), ChannelBindings.ForServerCertificate(old)!.Data);
    }

    [Fact]
    public void A_signature_whose_function_is_hidden_gives_none()
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=pss", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pss)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));

        Assert.Null(ChannelBindings.ForServerCertificate(certificate));
        Assert.Empty(ChannelBindings.FromTls(null, SslProtocols.Tls13, certificate));
        Assert.Empty(ChannelBindings.FromTls(null, SslProtocols.None, null));
    }

    [Fact]
    public async Task Tls12_gives_the_same_unique_binding_on_both_ends()
    {
        var (client, server, certificate) = await ConnectAsync(SslProtocols.Tls12);
        await using (client)
        await using (server)
        using (certificate)
        {
            var mine = ChannelBindings.FromTls(client.TransportContext, client.SslProtocol, certificate);
            var theirs = ChannelBindings.FromTls(server.TransportContext, server.SslProtocol, certificate);

            Assert.Equal(["tls-unique", "tls-server-end-point"], mine.Select(b => b.Type));
            Assert.Equal(12, mine[0].Data.Length);
            Assert.Equal(theirs[0].Data, mine[0].Data);
            Assert.Equal(theirs[1].Data, mine[1].Data);
        }
    }

    // The platform would hand out bytes, but tls-unique isn't defined there (RFC 8446 appendix C.5).
    [Fact]
    public async Task Tls13_gives_no_unique_binding()
    {
        var (client, server, certificate) = await ConnectAsync(SslProtocols.Tls13);
        await using (client)
        await using (server)
        using (certificate)
        {
            Assert.Equal(["tls-server-end-point"], ChannelBindings.FromTls(client.TransportContext, client.SslProtocol, certificate).Select(b => b.Type));
        }
    }

    [Theory]
    [InlineData(0, 0, 0, "")]
    [InlineData(31, 0, 0, "")]
    [InlineData(32, 4, 32, "")]
    [InlineData(64, 32, 0, "")]
    [InlineData(64, -1, 32, "")]
    [InlineData(64, 12, int.MaxValue, "tls-unique:x")]
    [InlineData(64, int.MaxValue, 32, "tls-unique:x")]
    [InlineData(64, 11, 32, "tls-unique:")]
    [InlineData(64, 12, 32, "tls-server:x")]
    public void A_structure_that_does_not_fit_gives_none(int size, int length, int offset, string content)
    {
        var structure = new byte[size];
        if (size >= 32)
        {
            BitConverter.TryWriteBytes(structure.AsSpan(24), length);
            BitConverter.TryWriteBytes(structure.AsSpan(28), offset);
            SaslTesting.Utf8(content).CopyTo(structure.AsSpan(32));
        }

        Assert.Null(ChannelBindings.Read(structure, "tls-unique"));
    }

    private static async Task<(SslStream Client, SslStream Server, X509Certificate2 Certificate)> ConnectAsync(SslProtocols protocol)
    {
        using var fresh = Certificate(HashAlgorithmName.SHA256, ecdsa: false);

        // Through PFX: platforms other than Linux take no key that lives in memory alone.
#pragma warning disable SYSLIB0057 // X509CertificateLoader isn't in .NET 8.
        var certificate = new X509Certificate2(fresh.Export(X509ContentType.Pfx));
#pragma warning restore SYSLIB0057
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var near = new TcpClient();
        var accept = listener.AcceptTcpClientAsync();
        await near.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        var far = await accept;
        listener.Stop();

        var client = new SslStream(near.GetStream(), false, (_, presented, _, _) => presented?.GetCertHashString() == certificate.GetCertHashString());
        var server = new SslStream(far.GetStream(), false);
        await Task.WhenAll(
            server.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate, EnabledSslProtocols = protocol }),
            client.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost", EnabledSslProtocols = protocol }));
        return (client, server, certificate);
    }

    private static X509Certificate2 Certificate(HashAlgorithmName signature, bool ecdsa)
    {
        using var rsaKey = RSA.Create(2048);
        using var ecdsaKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = ecdsa
            ? new CertificateRequest("CN=localhost", ecdsaKey, signature)
            : new CertificateRequest("CN=localhost", rsaKey, signature, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private static byte[] Hash(string name, byte[] data)
    {
        using var hash = IncrementalHash.CreateHash(new HashAlgorithmName(name));
        hash.AppendData(data);
        return hash.GetHashAndReset();
    }
}
