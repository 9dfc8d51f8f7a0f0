namespace ImapPS.Client.Diagnosis;

/// <summary>Everything that a diagnosis found out about one server.</summary>
/// <param name="Server">As the user named it.</param>
public sealed record ServerReport(string Server)
{
    /// <summary>Every requirement is met; where nothing was required: there is no finding of severity Error.</summary>
    public bool Passed { get; init; }

    public DateTimeOffset TestedAt { get; init; }

    public TimeSpan Duration { get; init; }

    /// <summary>Whether STARTTLS is offered and leads to a session. The certificate is judged apart.</summary>
    public bool StartTlsSupported { get; init; }

    /// <summary>Whether TLS from the first byte leads to a session. The certificate is judged apart.</summary>
    public bool ImplicitTls { get; init; }

    /// <summary>Whether a command sent in the clear behind STARTTLS is answered within TLS; null if it could not be tried.</summary>
    public bool? InjectionTolerated { get; init; }

    public IReadOnlyList<PortReport> Ports { get; init; } = [];

    /// <summary>The versions of TLS, on either port.</summary>
    public IReadOnlyList<TlsVersionReport> TlsVersions { get; init; } = [];

    /// <summary>The certificate shown for implicit TLS; if there is none, that behind STARTTLS.</summary>
    public CertificateReport? Certificate { get; init; }

    /// <summary>What the server said it can do, each time it said so.</summary>
    public IReadOnlyList<CapabilityPhase> CapabilityPhases { get; init; } = [];

    /// <summary>All of them together, each once.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>Whether they were seen after login too, when many servers announce most of them.</summary>
    public bool CapabilitiesComplete { get; init; }

    /// <summary>Null if no credential was given.</summary>
    public LoginReport? Login { get; init; }

    /// <summary>What missing capabilities mean.</summary>
    public IReadOnlyList<Consequence> Consequences { get; init; } = [];

    /// <summary>The worst first.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    public IReadOnlyList<RequirementResult> Requirements { get; init; } = [];

    /// <summary>What was done, in the order in which it ended, with times.</summary>
    public IReadOnlyList<DiagnosisStep> Steps { get; init; } = [];

    /// <summary>Why the name has no address; null if it has one.</summary>
    public PortProblem? NameProblem { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Server}: {(Passed ? "passed" : "failed")}";
}
