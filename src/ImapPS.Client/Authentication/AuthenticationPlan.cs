namespace ImapPS.Client.Authentication;

/// <summary>What the policy decided.</summary>
/// <param name="Candidates">In the order in which they are to be tried.</param>
/// <param name="Decisions">What was offered, chosen, kept as a fallback and skipped, in that order.</param>
/// <param name="Obstacle">Why there is no candidate.</param>
public sealed record AuthenticationPlan(
    IReadOnlyList<AuthenticationCandidate> Candidates,
    IReadOnlyList<AuthenticationDecision> Decisions,
    AuthenticationObstacle Obstacle);
