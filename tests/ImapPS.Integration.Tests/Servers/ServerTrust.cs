using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace ImapPS.Integration.Tests.Servers;

/// <summary>TLS that trusts a test server's CA, and nothing else.</summary>
public static class ServerTrust
{
    public static SslClientAuthenticationOptions Options(ServerDescription server, string targetHost)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.ImportFromPemFile(server.CaFile);
        return new SslClientAuthenticationOptions { TargetHost = targetHost, CertificateChainPolicy = policy };
    }
}
