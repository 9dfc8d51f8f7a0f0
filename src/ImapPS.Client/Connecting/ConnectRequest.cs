using ImapPS.Client.Connection;
using ImapPS.Client.Transport;

namespace ImapPS.Client.Connecting;

/// <summary>Where to connect and within what bounds. Who logs in is told apart from it.</summary>
public sealed record ConnectRequest(string Host)
{
    public const int DefaultImplicitTlsPort = 993;

    public const int DefaultStartTlsPort = 143;

    /// <summary>Null: the usual port of the security asked for.</summary>
    public int? Port { get; init; }

    public ConnectionSecurity Security { get; init; }

    public int ImplicitTlsPort { get; init; } = DefaultImplicitTlsPort;

    public int StartTlsPort { get; init; } = DefaultStartTlsPort;

    public TlsOptions Tls { get; init; } = new();

    public ConnectionOptions Options { get; init; } = new();

    /// <summary>The session's name; null for one made from its number.</summary>
    public string? Name { get; init; }

    /// <summary>Gets each ALERT that the server sends after TLS stands, made safe for a terminal.</summary>
    public Action<string>? Alert { get; init; }
}
