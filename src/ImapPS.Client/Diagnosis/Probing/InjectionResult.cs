namespace ImapPS.Client.Diagnosis;

/// <summary>What a server did with the injected command, and how that was seen.</summary>
internal sealed record InjectionResult(InjectionOutcome Outcome, string Detail);
