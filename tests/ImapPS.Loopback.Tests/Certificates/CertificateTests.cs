using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using ImapPS.Loopback.Certificates;

namespace ImapPS.Loopback.Tests.Certificates;

public class CertificateTests
{
    [Theory]
    [InlineData(LoopbackCertificateKind.Valid, "localhost", SslPolicyErrors.None, X509ChainStatusFlags.NoError)]
    [InlineData(LoopbackCertificateKind.Valid, "127.0.0.1", SslPolicyErrors.None, X509ChainStatusFlags.NoError)]
    [InlineData(LoopbackCertificateKind.Valid, "other.example", SslPolicyErrors.RemoteCertificateNameMismatch, X509ChainStatusFlags.NoError)]
    [InlineData(LoopbackCertificateKind.Expired, "localhost", SslPolicyErrors.RemoteCertificateChainErrors, X509ChainStatusFlags.NotTimeValid)]
    [InlineData(LoopbackCertificateKind.NotYetValid, "localhost", SslPolicyErrors.RemoteCertificateChainErrors, X509ChainStatusFlags.NotTimeValid)]
    [InlineData(LoopbackCertificateKind.WrongName, "localhost", SslPolicyErrors.RemoteCertificateNameMismatch, X509ChainStatusFlags.NoError)]
    [InlineData(LoopbackCertificateKind.SelfSigned, "localhost", SslPolicyErrors.None, X509ChainStatusFlags.NoError)]
    public async Task Has_just_the_fault_that_was_asked_for(LoopbackCertificateKind kind, string name, SslPolicyErrors errors, X509ChainStatusFlags status)
    {
        await using var server = LoopbackServer.Start(new LoopbackOptions { CertificateKind = kind });
        var (found, chain) = await ConnectAsync(server, name, trust: true);
        Assert.Equal(errors, found);
        Assert.Equal(status, chain);
    }

    [Theory]
    [InlineData(LoopbackCertificateKind.Valid, SslPolicyErrors.None, X509ChainStatusFlags.NoError)]
    [InlineData(LoopbackCertificateKind.Expired, SslPolicyErrors.RemoteCertificateChainErrors, X509ChainStatusFlags.NotTimeValid)]
    [InlineData(LoopbackCertificateKind.NotYetValid, SslPolicyErrors.RemoteCertificateChainErrors, X509ChainStatusFlags.NotTimeValid)]
    [InlineData(LoopbackCertificateKind.WrongName, SslPolicyErrors.RemoteCertificateNameMismatch, X509ChainStatusFlags.NoError)]
    [InlineData(LoopbackCertificateKind.SelfSigned, SslPolicyErrors.None, X509ChainStatusFlags.NoError)]
    public async Task Made_by_hand_it_is_as_good(LoopbackCertificateKind kind, SslPolicyErrors errors, X509ChainStatusFlags status)
    {
        using var made = ServerCertificate.CreateRsa(kind);
        await using var server = LoopbackServer.Start(new LoopbackOptions { Certificate = made.Certificate });
        var (found, chain) = await ConnectAsync(server, "localhost", trust: true, made.AuthorityPem);
        Assert.Equal(errors, found);
        Assert.Equal(status, chain);
    }

    [Theory]
    [InlineData(LoopbackCertificateKind.Valid)]
    [InlineData(LoopbackCertificateKind.SelfSigned)]
    public async Task Is_trusted_by_nobody_else(LoopbackCertificateKind kind)
    {
        await using var server = LoopbackServer.Start(new LoopbackOptions { CertificateKind = kind });
        var (found, _) = await ConnectAsync(server, "localhost", trust: false);
        Assert.Equal(SslPolicyErrors.RemoteCertificateChainErrors, found);
    }

    [Fact]
    public async Task One_can_be_given()
    {
        using var made = ServerCertificate.Create(LoopbackCertificateKind.SelfSigned);
        await using (var server = LoopbackServer.Start(new LoopbackOptions { Certificate = made.Certificate }))
        {
            Assert.Equal(made.Certificate.Thumbprint, server.Certificate!.Thumbprint);
            var (found, _) = await ConnectAsync(server, "localhost", trust: true);
            Assert.Equal(SslPolicyErrors.None, found);
        }

        // It is still the caller's.
        Assert.True(made.Certificate.HasPrivateKey);
    }

    private static async Task<(SslPolicyErrors Errors, X509ChainStatusFlags Status)> ConnectAsync(LoopbackServer server, string name, bool trust, string? pem = null)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync("127.0.0.1", server.TlsPort);
        var found = SslPolicyErrors.None;
        var status = X509ChainStatusFlags.NoError;
        await using var tls = new SslStream(tcp.GetStream());
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck };
        if (trust)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.Add(X509Certificate2.CreateFromPem(pem ?? server.CertificateAuthorityPem));
        }

#pragma warning disable CA5359 // What is wrong is looked at, and nothing is sent.
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = name,
            CertificateChainPolicy = policy,
            RemoteCertificateValidationCallback = (_, _, chain, errors) =>
            {
                found = errors;
                foreach (var each in chain!.ChainStatus)
                    status |= each.Status;
                return true;
            },
        });
#pragma warning restore CA5359
        return (found, status);
    }
}
