namespace ImapPS.Client.Authentication;

/// <summary>What follows a failed attempt.</summary>
/// <param name="TryNext">Whether the next candidate may be tried.</param>
/// <param name="Reason">Why, as a phrase for the record and the error.</param>
public sealed record AuthenticationVerdict(bool TryNext, string Reason);
