namespace ImapPS.Client.Diagnosis;

/// <summary>What this machine and the server agreed on.</summary>
/// <param name="Protocol">The version, as "TLS 1.3".</param>
/// <param name="CipherSuite">By its IANA name where the platform tells it.</param>
/// <param name="Alpn">The application protocol the server chose; empty if it chose none, as most do; null if the platform can't ask.</param>
/// <param name="HandshakeTime">How long the handshake took.</param>
public sealed record TlsSessionReport(string Protocol, string CipherSuite, string? Alpn, TimeSpan HandshakeTime)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Protocol}, {CipherSuite}";
}
