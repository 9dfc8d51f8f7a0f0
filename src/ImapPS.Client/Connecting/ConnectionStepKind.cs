namespace ImapPS.Client.Connecting;

/// <summary>What happened on the way to a connection.</summary>
public enum ConnectionStepKind
{
    /// <summary>The memory knew this way in, so it goes first.</summary>
    Remembered,

    /// <summary>The attempt was begun.</summary>
    Started,

    /// <summary>The TCP connection stands.</summary>
    Connected,

    /// <summary>The server greeted, and TLS stands with a good certificate unless it was waived.</summary>
    Verified,

    /// <summary>The attempt ended with an error.</summary>
    Failed,

    /// <summary>The attempt was given up, as another one won.</summary>
    Closed,

    /// <summary>This is the connection that is used.</summary>
    Chosen,
}
