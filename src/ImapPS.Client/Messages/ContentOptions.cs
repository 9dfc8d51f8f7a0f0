namespace ImapPS.Client.Messages;

/// <summary>How contents are fetched.</summary>
public sealed record ContentOptions
{
    public static ContentOptions Default { get; } = new();

    /// <summary>What one command asks for, in octets, as far as sizes are known. Default 1 MiB.</summary>
    public long CommandBytes { get; init; } = 1024 * 1024;

    /// <summary>What all commands in flight ask for together; memory stays within about this. Default 4 MiB.</summary>
    public long WindowBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>The most commands in flight. Default 32.</summary>
    public int MaxCommands { get; init; } = 32;

    /// <summary>The most messages in one command. Default 1,024.</summary>
    public int MaxMessages { get; init; } = 1024;

    /// <summary>
    /// Contents larger than this are fetched in slices, BODY.PEEK[2]&lt;0.n&gt; (RFC 9051 section 6.4.5), so that giving up
    /// costs little and memory stays flat. Default 1 MiB.
    /// </summary>
    public int SliceBytes { get; init; } = 1024 * 1024;

    /// <summary>Whether BINARY (RFC 3516) is used where the server has it. Default true.</summary>
    public bool Binary { get; init; } = true;

    /// <summary>The largest literal held in memory where the server does not say beforehand whose it is. Default 64 MiB.</summary>
    public int MaxLiteral { get; init; } = 64 * 1024 * 1024;
}
