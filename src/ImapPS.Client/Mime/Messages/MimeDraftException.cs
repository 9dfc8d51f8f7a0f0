namespace ImapPS.Client.Mime;

/// <summary>A draft holds something that a message can't say: an address that isn't one, a header name with a blank.</summary>
public sealed class MimeDraftException : Exception
{
    public MimeDraftException()
    {
    }

    public MimeDraftException(string message)
        : base(message)
    {
    }

    public MimeDraftException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
