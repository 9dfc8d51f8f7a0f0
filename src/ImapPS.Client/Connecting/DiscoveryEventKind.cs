namespace ImapPS.Client.Connecting;

/// <summary>What happens to an attempt.</summary>
public enum DiscoveryEventKind
{
    /// <summary>The time that was asked for has come.</summary>
    Timer,

    /// <summary>The TCP connection stands.</summary>
    Connected,

    /// <summary>TLS stands, its certificate is good, and the server greeted.</summary>
    Verified,

    /// <summary>It ended, at whatever step.</summary>
    Failed,
}
