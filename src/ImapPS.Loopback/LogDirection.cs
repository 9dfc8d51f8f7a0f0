namespace ImapPS.Loopback;

/// <summary>Whose line it was.</summary>
public enum LogDirection
{
    Client,
    Server,

    /// <summary>Neither's: a connection began or ended.</summary>
    Note,
}
