using ImapPS.Client.Connecting;

namespace ImapPS.Client.Diagnosis;

/// <summary>What was seen on one port.</summary>
/// <param name="Port">The TCP port.</param>
/// <param name="Security">What was expected there: ImplicitTls or StartTls.</param>
public sealed record PortReport(int Port, ConnectionSecurity Security)
{
    public IReadOnlyList<AddressReport> Addresses { get; init; } = [];

    /// <summary>Whether any address answered.</summary>
    public bool Reachable => Addresses.Any(static a => a.Reachability == Reachability.Reachable);

    /// <summary>The address that was looked at further.</summary>
    public string? Address { get; init; }

    /// <summary>The server's first words, made safe to show.</summary>
    public string? Greeting { get; init; }

    /// <summary>OK, PREAUTH or BYE.</summary>
    public string? GreetingStatus { get; init; }

    /// <summary>From the connection, or the end of the handshake, to the greeting.</summary>
    public TimeSpan? GreetingTime { get; init; }

    /// <summary>Whether STARTTLS was announced in the clear.</summary>
    public bool StartTlsOffered { get; init; }

    /// <summary>Whether bytes came behind the answer to STARTTLS, before TLS: a client must hang up then.</summary>
    public bool DataBehindStartTls { get; init; }

    /// <summary>Whether TLS stands, by a handshake or by STARTTLS, and IMAP is spoken within. The certificate is judged apart.</summary>
    public bool TlsWorks { get; init; }

    public TlsSessionReport? Tls { get; init; }

    public CertificateReport? Certificate { get; init; }

    public IReadOnlyList<TlsVersionReport> TlsVersions { get; init; } = [];

    public InjectionOutcome Injection { get; init; }

    /// <summary>What was seen of the injection, or why it could not be tried.</summary>
    public string InjectionDetail { get; init; } = "";

    public IReadOnlyList<CapabilityPhase> Phases { get; init; } = [];

    /// <summary>Null if the port could be looked at to the end.</summary>
    public PortProblem? Problem { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Port} ({Security}): {(Problem is null ? "works" : Problem.Message)}";
}
