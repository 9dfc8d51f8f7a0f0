namespace ImapPS.Client.Messages;

/// <summary>How a set of messages is read in windows: a bounded set of UIDs per command, the next one already in flight.</summary>
public sealed record FetchOptions
{
    public static FetchOptions Default { get; } = new();

    /// <summary>Messages in the first window. Default 64: the first rows come soon.</summary>
    public int FirstWindow { get; init; } = 64;

    /// <summary>Messages in the largest window. Default 16,384.</summary>
    public int MaxWindow { get; init; } = 16_384;

    /// <summary>
    /// How many octets of the server's answer a window should hold. Default 4 MiB. Where content of messages is asked for, their
    /// sizes are asked for first, so that one much larger than those before it does not come with many others.
    /// </summary>
    public long WindowBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>How long a window should take from its first message to its last, which is how long stopping takes. Default 2 seconds.</summary>
    public TimeSpan WindowTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The largest single literal held in memory. Default 256 MiB.</summary>
    public int MaxLiteral { get; init; } = 256 * 1024 * 1024;
}
