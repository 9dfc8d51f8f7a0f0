using System.Security.Authentication;

namespace ImapPS.Client.Transport;

/// <summary>How a TLS connection is protected, and how its server's certificate was verified.</summary>
public sealed record TlsReport
{
    public required SslProtocols Protocol { get; init; }

    /// <summary>"TLS 1.3"; SslProtocols has no name for it on older platforms.</summary>
    public string ProtocolName => (int)Protocol switch
    {
        12288 => "TLS 1.3",
        3072 => "TLS 1.2",
        768 => "TLS 1.1",
        192 => "TLS 1.0",
        _ => Protocol.ToString(),
    };

    /// <summary>By its IANA name; null in Windows PowerShell, whose .NET doesn't tell it: then there is a note.</summary>
    public required string? CipherSuite { get; init; }

    /// <summary>Why <see cref="CipherSuite"/> is null, and which cipher it is; null where that is known.</summary>
    public string? CipherSuiteNote { get; init; }

    public required CertificateSummary Certificate { get; init; }

    /// <summary>From the server's certificate upwards, as far as a chain could be built.</summary>
    public required IReadOnlyList<CertificateSummary> Chain { get; init; }

    /// <summary>What the chain ends in.</summary>
    public required CertificateTrust Trust { get; init; }

    public required RevocationOutcome Revocation { get; init; }

    /// <summary>Whether the certificate is one of those that were pinned.</summary>
    public required bool IsPinned { get; init; }

    /// <summary>Whether the check was waived: then <see cref="Problems"/> tells what it would have found.</summary>
    public required bool IsCheckSkipped { get; init; }

    /// <summary>Empty unless the check was waived.</summary>
    public required IReadOnlyList<CertificateProblem> Problems { get; init; }

    /// <summary>The subject of the certificate that we were ready to show; null if none was given.</summary>
    public string? ClientCertificate { get; init; }

    /// <summary>One sentence on how the certificate was verified.</summary>
    public string Verification => IsCheckSkipped
        ? "not verified, the check was waived" + (IsPinned ? ", but it is the pinned certificate" : "")
            + (Problems.Count > 0 ? " (" + string.Join("; ", Problems) + ")" : "")
        : (Trust == CertificateTrust.GivenAuthority ? "by an authority given for this connection" : "by an authority that this machine trusts")
            + (IsPinned ? ", and by its thumbprint" : "")
            + Revocation switch
            {
                RevocationOutcome.Good => "; not revoked",
                RevocationOutcome.Unknown => "; whether it is revoked could not be found out",
                _ => "; revocation was not asked about",
            };

    /// <inheritdoc/>
    public override string ToString() => $"{ProtocolName}, {CipherSuite ?? "cipher suite not known"}, {Certificate.Subject}, verified {Verification}";
}
