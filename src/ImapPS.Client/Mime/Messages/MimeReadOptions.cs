namespace ImapPS.Client.Mime;

/// <summary>How far reading a message goes. What is over a limit is left as it is, and told in <see cref="ParsedMessage.Problems"/>.</summary>
public sealed class MimeReadOptions
{
    /// <summary>The largest message that is read, in bytes; a larger one is an error. Default 256 MiB.</summary>
    public int MaxMessageLength { get; init; } = 256 * 1024 * 1024;

    /// <summary>How deep parts may lie in parts; what lies deeper stays the content of the one above. Default 64.</summary>
    public int MaxNesting { get; init; } = 64;

    /// <summary>How many parts a message may have; the rest stays with the last one. Default 10,000.</summary>
    public int MaxParts { get; init; } = 10_000;

    /// <summary>How many fields a header may have; further ones are left out. Default 10,000.</summary>
    public int MaxHeaders { get; init; } = 10_000;

    internal static MimeReadOptions Default { get; } = new();
}
