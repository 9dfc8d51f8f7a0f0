using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using ImapPS.Loopback.Certificates;

namespace ImapPS.Loopback.Transport;

/// <summary>Puts TLS over a connection.</summary>
internal sealed class TlsStarter(Task<ServerCertificate> certificate, SslProtocols protocols, LoopbackStatistics statistics)
{
    public async Task StartAsync(Wire wire)
    {
        var own = (await certificate.ConfigureAwait(false)).Certificate;
        var tls = new SslStream(wire.Link, leaveInnerStreamOpen: true);
        try
        {
            await tls.AuthenticateAsServerAsync(own, clientCertificateRequired: false, protocols, checkCertificateRevocation: false).ConfigureAwait(false);
        }
        catch
        {
            tls.Dispose();
            throw;
        }

        wire.Stream = tls;
        statistics.AddTlsHandshake();
    }

    /// <summary>tls-server-end-point (RFC 5929 section 4.1): the certificate's hash. SHA-256 is what its signature uses.</summary>
    public byte[]? ChannelBinding(string type)
    {
        if (!string.Equals(type, "tls-server-end-point", StringComparison.Ordinal))
            return null;
        using var sha = SHA256.Create();
        return sha.ComputeHash(certificate.GetAwaiter().GetResult().Certificate.RawData);
    }
}
