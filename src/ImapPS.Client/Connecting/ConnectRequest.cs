using ImapPS.Client.Connection;
using ImapPS.Client.Transport;

namespace ImapPS.Client.Connecting;

/// <summary>Where to connect and within what bounds. Who logs in is told apart from it.</summary>
public sealed record ConnectRequest(string Host)
{
    public const int DefaultImplicitTlsPort = 993;

    public const int DefaultStartTlsPort = 143;

    /// <summary>Null: the usual port of the security asked for, both with <see cref="ConnectionSecurity.Auto"/>.</summary>
    public int? Port { get; init; }

    public ConnectionSecurity Security { get; init; }

    /// <summary>Where implicit TLS is looked for.</summary>
    public int ImplicitTlsPort { get; init; } = DefaultImplicitTlsPort;

    /// <summary>Where STARTTLS is looked for.</summary>
    public int StartTlsPort { get; init; } = DefaultStartTlsPort;

    /// <summary>With <see cref="ConnectionSecurity.Auto"/>: STARTTLS first, implicit TLS after it.</summary>
    public bool PreferStartTls { get; init; }

    /// <summary>With <see cref="ConnectionSecurity.Auto"/>: how long the first port may take to connect before the second is tried beside it. Default 250 ms.</summary>
    public TimeSpan Stagger { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Whether what worked is remembered and used. Off here, so that the engine writes no file unasked.</summary>
    public bool UseMemory { get; init; }

    /// <summary>The memory's file; null for the user's own, see <see cref="EndpointMemory.DefaultPath"/>.</summary>
    public string? MemoryPath { get; init; }

    /// <summary>Null for what the environment says.</summary>
    public ProxyAddress? Proxy { get; init; }

    /// <summary>Whether ALL_PROXY, HTTPS_PROXY and NO_PROXY count where no proxy is given.</summary>
    public bool UseEnvironmentProxy { get; init; } = true;

    /// <summary>Whether a login referral (RFC 2221) is followed, with the same credentials, to TLS only, three hops at most.</summary>
    public bool FollowReferral { get; init; }

    /// <summary>Whether the session is compressed.</summary>
    public CompressionUse Compress { get; init; }

    public TlsOptions Tls { get; init; } = new();

    public ConnectionOptions Options { get; init; } = new();

    /// <summary>What happens when the connection is lost later. Off here: a session that may log in again keeps a copy of the credentials.</summary>
    public ReconnectPolicy Reconnect { get; init; } = ReconnectPolicy.Never;

    /// <summary>How many connections to an account are polite where nobody said.</summary>
    public const int UsualConnections = 3;

    /// <summary>How many connections this process may have to the account, this one counted; null, the default, for any number.</summary>
    public int? MaximumConnections { get; init; }

    /// <summary>How long to wait for others: for one to close a connection, where there are as many as there may be; for a server that has no room. Default 2 minutes.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Who can't close one connection while waiting for another: a runspace. Where all that there are have the same owner,
    /// waiting is no use and is not done. Null for nobody.
    /// </summary>
    public object? Owner { get; init; }

    /// <summary>Gets each step of waiting, on the thread of the work that waits.</summary>
    public Action<WaitStep>? Waiting { get; init; }

    /// <summary>The session's name; null for one made from its number.</summary>
    public string? Name { get; init; }

    /// <summary>Gets each ALERT that the server sends, made safe for a terminal; one that came before TLS is labelled so.</summary>
    public Action<string>? Alert { get; init; }

    /// <summary>Gets each line of the server that can't be read, with the reason, made safe for a terminal; no more of them than of ALERTs.</summary>
    public Action<string>? Unreadable { get; init; }

    /// <summary>Gets what the user should know though it is no error: no TLS, an unchecked certificate, a broken memory.</summary>
    public Action<string>? Warning { get; init; }

    /// <summary>Gets each step on the way to the connection, in order.</summary>
    public Action<ConnectionStep>? Step { get; init; }

    /// <summary>Makes the byte stream. A seam: tests stand in for networks.</summary>
    public ServerDialer Dialer { get; init; } = ServerDialer.Default;
}
