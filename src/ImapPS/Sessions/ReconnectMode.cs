namespace ImapPS;

/// <summary>What becomes of a session when its connection is lost.</summary>
public enum ReconnectMode
{
    /// <summary>What is asked of it next connects again.</summary>
    Auto,

    /// <summary>It ends.</summary>
    Never,
}
