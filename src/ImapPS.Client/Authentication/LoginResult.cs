namespace ImapPS.Client.Authentication;

/// <summary>How a login came about.</summary>
/// <param name="UserName">Null after PREAUTH, and where a certificate or a ticket says who it is.</param>
/// <param name="Mechanism">The mechanism that led to the session.</param>
/// <param name="Decisions">The record of the choice, in order.</param>
public sealed record LoginResult(string? UserName, string Mechanism, IReadOnlyList<AuthenticationDecision> Decisions);
