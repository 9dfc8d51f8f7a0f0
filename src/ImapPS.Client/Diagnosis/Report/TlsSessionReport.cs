namespace ImapPS.Client.Diagnosis;

/// <summary>What this machine and the server agreed on.</summary>
/// <param name="Protocol">The version, as "TLS 1.3".</param>
/// <param name="CipherSuite">By its IANA name; null in Windows PowerShell, whose .NET doesn't tell it: then there is a note.</param>
/// <param name="Alpn">The application protocol the server chose; empty if it chose none, as most do; null if the platform can't ask.</param>
/// <param name="HandshakeTime">How long the handshake took.</param>
public sealed record TlsSessionReport(string Protocol, string? CipherSuite, string? Alpn, TimeSpan HandshakeTime)
{
    /// <summary>Why <see cref="CipherSuite"/> is null, and which cipher it is; null where that is known.</summary>
    public string? CipherSuiteNote { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Protocol}, {CipherSuite ?? "cipher suite not known"}";
}
