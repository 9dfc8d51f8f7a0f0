namespace ImapPS.Client.Diagnosis;

/// <summary>Whether a server speaks one version of TLS, tried alone.</summary>
/// <param name="Version">"TLS 1.0" to "TLS 1.3".</param>
/// <param name="Outcome">Whether the server chose it.</param>
/// <param name="CipherSuite">The suite the server chose with it, by its IANA name, in Windows PowerShell by its number; empty if none.</param>
/// <param name="Detail">How the server refused, or why it is not known.</param>
public sealed record TlsVersionReport(string Version, TlsVersionOutcome Outcome, string CipherSuite, string Detail)
{
    /// <summary>Below TLS 1.2: retired (RFC 8996).</summary>
    public bool IsWeak => Version is "SSL 3.0" or "TLS 1.0" or "TLS 1.1";

    /// <inheritdoc/>
    public override string ToString() => Outcome switch
    {
        TlsVersionOutcome.Accepted => $"{Version} accepted",
        TlsVersionOutcome.Refused => $"{Version} refused",
        _ => $"{Version} not testable here ({Detail})",
    };
}
