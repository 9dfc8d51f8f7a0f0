namespace ImapPS.Client.Transport;

/// <summary>What may be wrong with a server's certificate.</summary>
public enum CertificateProblemKind
{
    /// <summary>The server sent none.</summary>
    Missing,

    /// <summary>It is for other names.</summary>
    WrongName,

    Expired,

    NotYetValid,

    /// <summary>It is its own issuer, and not trusted.</summary>
    SelfSigned,

    /// <summary>Its issuer is not trusted, or not known.</summary>
    UntrustedIssuer,

    Revoked,

    /// <summary>Whether it is revoked could not be found out, and had to be.</summary>
    RevocationUnknown,

    /// <summary>It is not one of the certificates that were pinned.</summary>
    WrongThumbprint,

    /// <summary>Anything else that the platform found in the chain.</summary>
    Chain,
}
