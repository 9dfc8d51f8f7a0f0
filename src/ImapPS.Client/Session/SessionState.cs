namespace ImapPS.Client.Session;

/// <summary>Where a session stands (RFC 9051 section 3).</summary>
public enum SessionState
{
    /// <summary>Logged in, no mailbox selected.</summary>
    Authenticated,

    /// <summary>A mailbox is selected.</summary>
    Selected,

    /// <summary>Closed by us.</summary>
    Closed,

    /// <summary>The connection was lost, or can't be followed any more, and stays so; the cause is kept.</summary>
    Broken,

    /// <summary>The connection was lost; what is asked of the session next connects again.</summary>
    Disconnected,
}
