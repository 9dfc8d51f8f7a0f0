namespace ImapPS.Client.Connecting;

/// <summary>Whether a session is compressed (COMPRESS=DEFLATE, RFC 4978).</summary>
public enum CompressionUse
{
    /// <summary>Where the server offers it and is not near: see <see cref="CompressionPolicy"/>.</summary>
    Auto,

    /// <summary>Always; a server that does not offer it is an error.</summary>
    On,

    /// <summary>Never.</summary>
    Off,
}
