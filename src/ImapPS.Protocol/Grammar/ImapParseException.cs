namespace ImapPS.Protocol.Grammar;

/// <summary>One message can't be read. It costs that message; the stream it came from is still in step.</summary>
public sealed class ImapParseException : Exception
{
    public ImapParseException(string message, int position)
        : base($"{message} (at byte {position})") => Position = position;

    /// <summary>Where in the message, in bytes from its beginning.</summary>
    public int Position { get; }
}
