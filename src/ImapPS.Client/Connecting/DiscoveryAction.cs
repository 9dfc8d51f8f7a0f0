namespace ImapPS.Client.Connecting;

/// <summary>An order of the policy to whoever owns the sockets.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Endpoint">With which attempt, for Start, Close and Win.</param>
/// <param name="Delay">How long, for Wait.</param>
/// <param name="Error">What to throw, for Fail.</param>
public sealed record DiscoveryAction(DiscoveryActionKind Kind, Endpoint? Endpoint = null, TimeSpan Delay = default, ImapException? Error = null);
