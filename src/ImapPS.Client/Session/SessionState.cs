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

    /// <summary>The connection was lost; the cause is kept.</summary>
    Broken,
}
