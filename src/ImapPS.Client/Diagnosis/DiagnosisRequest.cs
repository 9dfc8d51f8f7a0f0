using ImapPS.Client.Authentication;
using ImapPS.Client.Connecting;
using ImapPS.Client.Connection;
using ImapPS.Client.Transport;

namespace ImapPS.Client.Diagnosis;

/// <summary>Which server to look at, and within what bounds.</summary>
public sealed record DiagnosisRequest(string Host)
{
    private static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(10);

    public int StartTlsPort { get; init; } = ConnectRequest.DefaultStartTlsPort;

    public int ImplicitTlsPort { get; init; } = ConnectRequest.DefaultImplicitTlsPort;

    /// <summary>Authorities to trust beside the platform's.</summary>
    public TlsOptions Tls { get; init; } = new();

    /// <summary>For everything together. What is not finished by then is reported as such. Default 30 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For one connection, one handshake, one answer: short enough that several fit into <see cref="Timeout"/>.</summary>
    public TimeSpan StepTimeout => new(Math.Min(LongestStep.Ticks, Timeout.Ticks / 3));

    /// <summary>Null: nobody logs in. They stay the caller's.</summary>
    public LoginCredentials? Credentials { get; init; }

    /// <summary>What must hold, by the names of <see cref="Requirement"/>; empty: that there is no finding of severity Error.</summary>
    public IReadOnlyList<string> Require { get; init; } = [];

    /// <summary>Gets what is said to the server and what it answers; null for nobody.</summary>
    public Transcript? Transcript { get; init; }

    /// <summary>Looks the name up. A seam: tests answer with addresses of their own.</summary>
    public IHostResolver Resolver { get; init; } = SystemHostResolver.Instance;

    /// <summary>A certificate that ends within so many days is warned of. Default 30.</summary>
    public int ExpiryWarningDays { get; init; } = 30;

    /// <summary>How long a step of that name may take; null for <see cref="StepTimeout"/>. A seam: a test has no time, and ends the steps it wants to end.</summary>
    internal Func<string, TimeSpan>? StepLimit { get; init; }

    /// <summary>How long a step of that name may take.</summary>
    internal TimeSpan LimitOf(string step) => StepLimit?.Invoke(step) ?? StepTimeout;
}
