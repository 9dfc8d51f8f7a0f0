namespace ImapPS.Client.Messages;

/// <summary>How a set of messages is read in windows: a bounded set of UIDs per command, the next one already in flight.</summary>
public sealed record FetchOptions
{
    public static FetchOptions Default { get; } = new();

    /// <summary>Messages in the first window. Default 64: the first rows come soon.</summary>
    public int FirstWindow { get; init; } = 64;

    /// <summary>Messages in the largest window. Default 16,384.</summary>
    public int MaxWindow { get; init; } = 16_384;

    /// <summary>How many octets of message content a window should hold. Default 4 MiB.</summary>
    public long WindowBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>The largest single literal held in memory. Default 256 MiB.</summary>
    public int MaxLiteral { get; init; } = 256 * 1024 * 1024;
}
