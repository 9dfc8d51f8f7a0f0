using System.Diagnostics;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ImapPS.Client.Connection;
using ImapPS.Client.Transport;

namespace ImapPS.Client.Diagnosis;

/// <summary>
/// A handshake that accepts any certificate, in order to see it. Nothing but CAPABILITY, NOOP and LOGOUT is ever said over
/// such a stream; logging in takes the way of every other connection, with every check.
/// </summary>
internal static class TlsProbe
{
    /// <summary>More than a sane chain has; a server may send as many as it likes.</summary>
    private const int MaxSent = 100;

    /// <param name="inner">Closed with the result, also if this fails.</param>
    /// <param name="host">For SNI.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ImapException">TlsFailed, or NotImap where the server speaks another language.</exception>
    public static async Task<TlsHandshake> HandshakeAsync(FirstBytesStream inner, string host, CancellationToken cancellationToken)
    {
        var sent = new List<X509Certificate2>();
#pragma warning disable CA5359 // To see a bad certificate and say what is wrong with it is what this is for; no secret passes here.
        var tls = new SslStream(inner, leaveInnerStreamOpen: false, See);
#pragma warning restore CA5359
        var clock = Stopwatch.StartNew();
        try
        {
            using (cancellationToken.Register(tls.Dispose))
                await AuthenticateAsync(tls, host, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            tls.Dispose();
            throw Describe(e, host, inner.First);
        }
        catch
        {
            tls.Dispose();
            throw;
        }

        var session = new TlsSessionReport(TlsNames.Version(tls.SslProtocol), CipherNames.Suite(tls), Alpn(tls), clock.Elapsed) { CipherSuiteNote = CipherNames.Note(tls) };
        return new TlsHandshake(tls, session, tls.RemoteCertificate is { } leaf ? new X509Certificate2(leaf) : null, sent);

        bool See(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
        {
            if (chain is not null)
            {
                foreach (var item in chain.ChainPolicy.ExtraStore)
                {
                    if (sent.Count < MaxSent)
                        sent.Add(new X509Certificate2(item));
                }
            }

            return true;
        }
    }

#if NET8_0_OR_GREATER
    private static Task AuthenticateAsync(SslStream tls, string host, CancellationToken cancellationToken) => tls.AuthenticateAsClientAsync(
        new SslClientAuthenticationOptions
        {
            TargetHost = host,
            EnabledSslProtocols = SslProtocols.None,
            ApplicationProtocols = [new SslApplicationProtocol("imap")],

            // A hostile certificate may name any address to fetch its issuer from.
            CertificateChainPolicy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true },
        },
        cancellationToken);

    private static string Alpn(SslStream tls) => SafeText.Clean(tls.NegotiatedApplicationProtocol.ToString(), 40);
#else
    private static Task AuthenticateAsync(SslStream tls, string host, CancellationToken cancellationToken) =>
        tls.AuthenticateAsClientAsync(host, null, SslProtocols.None, checkCertificateRevocation: false);

    private static string? Alpn(SslStream tls) => null;
#endif

    private static ImapException Describe(Exception e, string host, ReadOnlySpan<byte> first)
    {
        // An alert or a handshake record begins with 20 to 23; letters are somebody speaking in the clear.
        if (first.Length > 1 && first[0] is >= 0x20 and < 0x7f)
        {
            return first[0] == '*'
                ? new ImapException(ImapError.NotImap, $"{host} speaks IMAP in the clear on this port, where TLS was expected.", e)
                {
                    Hint = "The port is for STARTTLS, or TLS is switched off there. Implicit TLS needs a listener of its own, as a rule on 993.",
                }
                : GreetingCheck.NotImap(host, first);
        }

        return new ImapException(ImapError.TlsFailed, $"The TLS handshake with {host} failed: {SafeText.Clean(e.InnerException?.Message ?? e.Message)}", e)
        {
            Hint = first.IsEmpty
                ? "The server closed the connection without a word: the port may not speak TLS."
                : "The server and this machine have no version or cipher suite in common, or the server's TLS is misconfigured; its log says more.",
        };
    }
}
