namespace ImapPS.Client.Transport;

/// <summary>One thing that is wrong with a server's certificate.</summary>
/// <param name="Kind">For programs.</param>
/// <param name="Message">For people: half a sentence about "it", the certificate.</param>
public sealed record CertificateProblem(CertificateProblemKind Kind, string Message)
{
    /// <summary>What a person may do about it.</summary>
    public string Remedy => Kind switch
    {
        CertificateProblemKind.WrongName => "Connect by a name that the certificate holds, or have it issued for this name too.",
        CertificateProblemKind.Expired => "The server's administrator must renew the certificate.",
        CertificateProblemKind.NotYetValid => "Check this machine's clock; otherwise the server's administrator put the certificate into service too early.",
        CertificateProblemKind.SelfSigned => "If it is your own server, give its certificate with -CertificateAuthority.",
        CertificateProblemKind.UntrustedIssuer => "If it is your own authority, give its certificate with -CertificateAuthority. Otherwise the server may have to send its intermediate certificates.",
        CertificateProblemKind.Revoked => "Do not connect: its issuer has withdrawn it. The server's administrator must replace it.",
        CertificateProblemKind.RevocationUnknown => "Its issuer's revocation service can't be reached from here; -Revocation Soft tolerates that.",
        CertificateProblemKind.WrongThumbprint => "Find out from the server's administrator whether the certificate was renewed, and give the new one's SHA-256 thumbprint then.",
        CertificateProblemKind.Missing => "The server's TLS is not set up for certificates.",
        _ => "The server's administrator must replace the certificate.",
    };

    /// <inheritdoc/>
    public override string ToString() => Message;
}
