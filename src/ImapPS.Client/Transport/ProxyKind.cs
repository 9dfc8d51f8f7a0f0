namespace ImapPS.Client.Transport;

/// <summary>How a proxy is talked to.</summary>
public enum ProxyKind
{
    /// <summary>RFC 1928, with the user name and password of RFC 1929.</summary>
    Socks5,

    /// <summary>SOCKS 4 with its extension 4A, by which the proxy looks the name up. It has a user name, no password.</summary>
    Socks4a,

    /// <summary>CONNECT of HTTP (RFC 9110 section 9.3.6).</summary>
    Http,

    /// <summary>CONNECT of HTTP, TLS to the proxy itself.</summary>
    Https,
}
