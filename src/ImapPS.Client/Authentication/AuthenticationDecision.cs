namespace ImapPS.Client.Authentication;

/// <summary>One line of the record that says how a session came to be authenticated.</summary>
/// <param name="Phase">When: "greeting", "after STARTTLS", "implicit TLS", as the caller names it.</param>
/// <param name="Mechanism">The SASL name, or "LOGIN command".</param>
/// <param name="Outcome">What happened.</param>
/// <param name="Reason">Why, as a phrase for people; empty where the outcome says it all.</param>
public sealed record AuthenticationDecision(string Phase, string Mechanism, AuthenticationOutcome Outcome, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{Phase}: {Mechanism} {Outcome.ToString().ToLowerInvariant()}" + (Reason.Length == 0 ? "" : ", " + Reason);
}
