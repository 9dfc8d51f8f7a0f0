namespace ImapPS.Client.Connecting;

/// <summary>Something that happened during discovery.</summary>
/// <param name="At">When, counted from the start.</param>
/// <param name="Kind">What.</param>
/// <param name="Endpoint">To which attempt; null for the timer.</param>
/// <param name="Error">Why it failed; null otherwise.</param>
public sealed record DiscoveryEvent(TimeSpan At, DiscoveryEventKind Kind, Endpoint? Endpoint = null, ImapException? Error = null);
