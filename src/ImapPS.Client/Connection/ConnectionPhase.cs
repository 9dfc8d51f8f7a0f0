namespace ImapPS.Client.Connection;

/// <summary>How far a connection has come; what was learnt in one phase does not hold in the next.</summary>
public enum ConnectionPhase
{
    /// <summary>Connected, in the clear.</summary>
    Greeting,

    /// <summary>TLS stands, nobody is logged in.</summary>
    Tls,

    /// <summary>Logged in.</summary>
    Authenticated,

    /// <summary>Closed, for whatever reason.</summary>
    Closed,
}
