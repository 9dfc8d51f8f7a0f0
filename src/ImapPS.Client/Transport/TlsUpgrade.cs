using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ImapPS.Client.Transport;

/// <summary>Puts TLS over a stream. The platform picks the versions; the certificate is always judged whole.</summary>
public static class TlsUpgrade
{
    /// <param name="inner">Closed with TLS, also when this fails.</param>
    /// <param name="host">The name that the certificate must hold.</param>
    /// <param name="options">How the certificate is judged.</param>
    /// <param name="timeout">For the handshake.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="afterStartTls">Whether the stream was in the clear before: then plain text is somebody's, and not a wrong port.</param>
    /// <exception cref="ImapException">
    /// CertificateRejected, TlsFailed, TlsTimeout; StartTlsInjection for plain text after STARTTLS; NotImap if something else than TLS or IMAP answered; InvalidArgument for
    /// a thumbprint that is none.
    /// </exception>
    public static async Task<TlsSession> AuthenticateAsync(Stream inner, string host, TlsOptions options, TimeSpan timeout, CancellationToken cancellationToken, bool afterStartTls = false)
    {
        var check = new CertificateCheck(host, options);
        var first = new FirstBytesStream(inner);
        var tls = new SslStream(first, leaveInnerStreamOpen: false, check.Validate);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            await HandshakeAsync(tls, host.TrimEnd('.'), options, limit.Token).ConfigureAwait(false);
            if (tls.SslProtocol is not (SslProtocols.Tls12 or (SslProtocols)12288))
                throw new ImapException(ImapError.TlsFailed, $"{host} speaks {tls.SslProtocol} only; TLS 1.2 is the least that is accepted.");
            return new TlsSession(tls, check.Report(tls));
        }
        catch (Exception e)
        {
            tls.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            if (e is ImapException)
                throw;
            if (check.IsRefused)
                throw check.Refusal(e);
            if (limit.IsCancellationRequested)
                throw new ImapException(ImapError.TlsTimeout, $"The TLS handshake with {host} took longer than {timeout.TotalSeconds:0.#} seconds.", e) { Hint = NoTlsHint };
            throw afterStartTls && !first.First.IsEmpty && !ProtocolGuess.IsTls(first.First) ? Injection(host, e) : Failure(host, first.First, e);
        }
    }

    private const string NoTlsHint = "The port may not speak TLS from the start: 993 does as a rule, 143 begins in the clear.";

    private static async Task HandshakeAsync(SslStream tls, string host, TlsOptions options, CancellationToken cancellationToken)
    {
        var certificates = options.ClientCertificate is null ? null : new X509CertificateCollection { options.ClientCertificate };
#if NET8_0_OR_GREATER
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = host,
                ClientCertificates = certificates,
                // This chain is only read for what the server sent; the one that counts is built by CertificateCheck.
                CertificateChainPolicy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true },
                EnabledSslProtocols = SslProtocols.None,
            },
            cancellationToken).ConfigureAwait(false);
#else
        // Closing the stream is the only way to end this handshake early here.
        using (cancellationToken.Register(tls.Dispose))
            await tls.AuthenticateAsClientAsync(host, certificates, SslProtocols.None, checkCertificateRevocation: false).ConfigureAwait(false);
#endif
    }

    private static ImapException Injection(string host, Exception cause) =>
        new(ImapError.StartTlsInjection, $"{host} went on in the clear where TLS was to begin. Somebody may be tampering with the connection; it was closed.", cause)
        {
            Hint = "Use implicit TLS (port 993), which can't be tampered with in this way.",
        };

    private static ImapException Failure(string host, ReadOnlySpan<byte> first, Exception cause)
    {
        if (first.IsEmpty || ProtocolGuess.IsTls(first))
        {
            return new ImapException(ImapError.TlsFailed, $"The TLS handshake with {host} failed: {SafeText.Clean(cause.InnerException?.Message ?? cause.Message)}", cause)
            {
                Hint = first.IsEmpty ? NoTlsHint : "The server may have no TLS version or cipher in common with this machine, or want a client certificate.",
            };
        }

        var text = SafeText.Clean(Encoding.ASCII.GetString(first.ToArray()).Split('\r', '\n')[0], 80);
        return ProtocolGuess.Of(first) switch
        {
            ProtocolGuess.Imap => new ImapException(ImapError.TlsFailed, $"{host} speaks IMAP in the clear on this port, where TLS was expected: \"{text}\".", cause)
            {
                Hint = "Connect with -Security StartTls.",
            },
            { } protocol => new ImapException(ImapError.NotImap, $"{host} speaks neither TLS nor IMAP on this port, but {protocol}: \"{text}\".", cause)
            {
                Hint = "IMAP uses 993 (implicit TLS) and 143 (STARTTLS).",
            },
            null => new ImapException(ImapError.TlsFailed, $"{host} did not answer with TLS on this port: \"{text}\".", cause) { Hint = NoTlsHint },
        };
    }
}
