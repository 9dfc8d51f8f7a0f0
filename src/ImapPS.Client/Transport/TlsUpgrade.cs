using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace ImapPS.Client.Transport;

/// <summary>Puts TLS over a stream. The platform picks the versions; the certificate is always judged whole.</summary>
public static class TlsUpgrade
{
    /// <exception cref="ImapException">CertificateRejected, TlsFailed or TlsTimeout.</exception>
    public static async Task<SslStream> AuthenticateAsync(Stream inner, string host, TlsOptions options, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var check = new CertificateCheck(host, options);
        var tls = new SslStream(inner, leaveInnerStreamOpen: false, check.Validate);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            var certificates = options.ClientCertificate is null ? null : new X509CertificateCollection { options.ClientCertificate };
#if NET8_0_OR_GREATER
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = host,
                    ClientCertificates = certificates,
                    CertificateRevocationCheckMode = options.Revocation,
                    EnabledSslProtocols = SslProtocols.None,
                },
                limit.Token).ConfigureAwait(false);
#else
            // Closing the stream is the only way to end this handshake early here.
            using (limit.Token.Register(tls.Dispose))
                await tls.AuthenticateAsClientAsync(host, certificates, SslProtocols.None, options.Revocation != X509RevocationMode.NoCheck).ConfigureAwait(false);
#endif
            if (tls.SslProtocol is not (SslProtocols.Tls12 or (SslProtocols)12288))
                throw new ImapException(ImapError.TlsFailed, $"{host} speaks {tls.SslProtocol} only; TLS 1.2 is the least that is accepted.");
            return tls;
        }
        catch (Exception e) when (e is not ImapException)
        {
            tls.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            if (check.Problems.Count > 0)
                throw new ImapException(ImapError.CertificateRejected, check.Describe(), e) { Hint = Hint(check) };
            if (limit.IsCancellationRequested)
                throw new ImapException(ImapError.TlsTimeout, $"The TLS handshake with {host} took longer than {timeout.TotalSeconds:0.#} seconds.", e);
            throw new ImapException(ImapError.TlsFailed, $"The TLS handshake with {host} failed: {SafeText.Clean(e.InnerException?.Message ?? e.Message)}", e)
            {
                Hint = "The port may not speak TLS from the start: 993 does as a rule, 143 begins in the clear.",
            };
        }
        catch
        {
            tls.Dispose();
            throw;
        }
    }

    private static string Hint(CertificateCheck check)
    {
        var all = string.Join(" ", check.Problems);
        if (all.Contains("expired"))
            return "The server's administrator must renew the certificate.";
        if (all.Contains("not for"))
            return "Connect by a name that the certificate holds.";
        return all.Contains("trusted")
            ? "If it is your own authority, give its certificate with -CertificateAuthority."
            : "See the reasons above.";
    }
}
