namespace ImapPS.Loopback;

/// <summary>What became of a command; see <see cref="LoggedCommand"/>.</summary>
internal sealed record CommandOutcome(string? UserName, string? Answer, long OctetsReceived, long OctetsSent, TimeSpan? Duration);
