using ImapPS.Client.Connecting;

namespace ImapPS;

/// <summary>What is remembered of a server: which port worked, and how it was protected there. No user and no secret.</summary>
public sealed class ImapEndpoint
{
    internal ImapEndpoint(RememberedEndpoint endpoint)
    {
        Server = endpoint.Host;
        Port = endpoint.Port;
        Security = endpoint.Security;
        TlsSeen = endpoint.TlsSeen;
        LastUsed = endpoint.LastUsed.LocalDateTime;
    }

    /// <summary>The host name as it was given.</summary>
    public string Server { get; }

    /// <summary>The port that worked.</summary>
    public int Port { get; }

    /// <summary>ImplicitTls or StartTls.</summary>
    public ConnectionSecurity Security { get; }

    /// <summary>Whether the server had TLS: it is then never used without it unless that is asked for by name.</summary>
    public bool TlsSeen { get; }

    /// <summary>When it last worked, to the hour.</summary>
    public DateTime LastUsed { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Server}:{Port}";
}
