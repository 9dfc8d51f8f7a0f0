using ImapPS.Client.Authentication;

namespace ImapPS.Client.Diagnosis;

/// <summary>How logging in went.</summary>
/// <param name="UserName">Who.</param>
/// <param name="Port">Where; null if it was not tried.</param>
/// <param name="Succeeded">Null if it was not tried.</param>
/// <param name="Detail">Why it failed or was not tried.</param>
public sealed record LoginReport(string UserName, int? Port, bool? Succeeded, string Detail)
{
    /// <summary>The mechanism that a connection would use: the strongest that works.</summary>
    public string? Mechanism { get; init; }

    /// <summary>What may help; empty if nobody can say.</summary>
    public string Remedy { get; init; } = "";

    /// <summary>Each mechanism that the credential could be used with.</summary>
    public IReadOnlyList<MechanismReport> Mechanisms { get; init; } = [];

    /// <summary>How the choice was made, in order.</summary>
    public IReadOnlyList<AuthenticationDecision> Decisions { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => Succeeded switch
    {
        true => $"{UserName} logged in with {Mechanism}",
        false => $"{UserName} could not log in: {Detail}",
        _ => $"not tried: {Detail}",
    };
}
