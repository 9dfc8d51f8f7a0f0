namespace ImapPS.Client.Connecting;

/// <summary>How a connection is, or is to be, protected.</summary>
public enum ConnectionSecurity
{
    /// <summary>Find out: TLS in any case.</summary>
    Auto,

    /// <summary>TLS from the first byte (port 993).</summary>
    ImplicitTls,

    /// <summary>In the clear at first, TLS before anything else (port 143).</summary>
    StartTls,

    /// <summary>No TLS. Only ever by name.</summary>
    None,
}
