namespace ImapPS.Client.Mime;

/// <summary>A message is over one of the limits of <see cref="MimeReadOptions"/>.</summary>
public sealed class MimeLimitException : Exception
{
    public MimeLimitException()
    {
    }

    public MimeLimitException(string message)
        : base(message)
    {
    }

    public MimeLimitException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
