using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace ImapPS.Client.Diagnosis;

/// <summary>A finished handshake, and what the server showed in it.</summary>
internal sealed record TlsHandshake(SslStream Stream, TlsSessionReport Session, X509Certificate2? Certificate, IReadOnlyList<X509Certificate2> Sent) : IDisposable
{
    public void Dispose()
    {
        Stream.Dispose();
        Certificate?.Dispose();
        foreach (var certificate in Sent)
            certificate.Dispose();
    }
}
