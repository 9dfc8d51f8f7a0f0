namespace ImapPS.Client.Connecting;

/// <summary>Where and how a connection was made.</summary>
/// <param name="Port">The TCP port.</param>
/// <param name="Security">Never <see cref="ConnectionSecurity.Auto"/>.</param>
public sealed record Endpoint(int Port, ConnectionSecurity Security);
