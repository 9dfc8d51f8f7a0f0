namespace ImapPS.Protocol.Framing;

/// <summary>The stream can't be cut into messages any more: the connection it came from must be closed.</summary>
public sealed class FramingException : Exception
{
    public FramingException(string message, string? limit = null)
        : base(message) => Limit = limit;

    /// <summary>The name of the limit that was passed, if that is the reason.</summary>
    public string? Limit { get; }
}
