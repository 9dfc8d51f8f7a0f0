namespace ImapPS.Client.Diagnosis;

/// <summary>A server's certificate and how far it can be trusted.</summary>
public sealed record CertificateReport
{
    public string Subject { get; init; } = "";

    public string Issuer { get; init; } = "";

    /// <summary>The names and addresses it is for: its subject alternative names.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    public string SerialNumber { get; init; } = "";

    /// <summary>SHA-256, in hexadecimal.</summary>
    public string Thumbprint { get; init; } = "";

    public DateTimeOffset NotBefore { get; init; }

    public DateTimeOffset NotAfter { get; init; }

    /// <summary>Whole days until <see cref="NotAfter"/>; negative once it has passed.</summary>
    public int DaysLeft { get; init; }

    /// <summary>Whole days since <see cref="NotAfter"/>; 0 before it, and on the first day after it.</summary>
    public int DaysExpired => Math.Max(0, -DaysLeft - 1);

    /// <summary>RSA, ECDSA, or what else its object identifier is called.</summary>
    public string KeyAlgorithm { get; init; } = "";

    /// <summary>In bits; 0 where the platform doesn't tell.</summary>
    public int KeySize { get; init; }

    public string SignatureAlgorithm { get; init; } = "";

    /// <summary>From the server's own up to the root, as far as it could be built.</summary>
    public IReadOnlyList<ChainLink> Chain { get; init; } = [];

    /// <summary>Whether it holds the name that the server was asked for by.</summary>
    public bool HostMatches { get; init; }

    public bool SelfSigned { get; init; }

    /// <summary>Whether the chain goes up to a root; false if a link is missing.</summary>
    public bool ChainComplete { get; init; }

    /// <summary>Whether that root is trusted here, or was given with -CertificateAuthority.</summary>
    public bool ChainTrusted { get; init; }

    /// <summary>Whether its issuer has revoked it, as far as that could be asked.</summary>
    public bool Revoked { get; init; }

    /// <summary>What else the platform says is wrong with the chain.</summary>
    public IReadOnlyList<string> ChainProblems { get; init; } = [];

    /// <summary>Whether a connection would accept it: trusted chain, right name, right time.</summary>
    public bool Trusted { get; init; }

    /// <summary>Each problem as a sentence with its remedy. They are among the server's findings, too.</summary>
    public IReadOnlyList<Finding> Problems { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => $"{Subject}, {(Trusted ? "trusted" : "not trusted")}, {(DaysLeft < 0 ? "expired" : $"{DaysLeft} days left")}";
}
