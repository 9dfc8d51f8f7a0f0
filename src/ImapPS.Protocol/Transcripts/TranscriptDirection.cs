namespace ImapPS.Protocol.Transcripts;

/// <summary>Whose words a line of a transcript holds.</summary>
public enum TranscriptDirection
{
    /// <summary>The client's.</summary>
    Client,

    /// <summary>The server's.</summary>
    Server,

    /// <summary>What happened beside the conversation: connected, TLS, closed.</summary>
    Note,
}
