namespace ImapPS.Client.Connecting;

/// <summary>How a host was reached before.</summary>
/// <param name="Host">As the user named it.</param>
/// <param name="Port">The port that worked.</param>
/// <param name="Security">How it was protected there: implicit TLS or STARTTLS.</param>
/// <param name="TlsSeen">Whether the host had TLS.</param>
/// <param name="LastUsed">When, to the hour or better.</param>
public sealed record RememberedEndpoint(string Host, int Port, ConnectionSecurity Security, bool TlsSeen, DateTimeOffset LastUsed)
{
    internal Endpoint Endpoint => new(Port, Security);
}
