namespace ImapPS.Client.Messages;

/// <summary>What became of a <see cref="ContentRequest"/>.</summary>
public sealed class ContentResult
{
    private readonly ContentWriter _writer;

    internal ContentResult(ContentWriter writer, ImapException? error)
    {
        _writer = writer;
        Error = error ?? writer.Error;
    }

    public ContentRequest Request => _writer.Request;

    /// <summary>Octets that came for it.</summary>
    public long Received => _writer.Received;

    /// <summary>Octets written, the encoding taken off.</summary>
    public long Written => _writer.Written;

    /// <summary>Whether its encoding was not valid throughout, so that what was written may not be what was sent.</summary>
    public bool IsDamaged => _writer.IsDamaged;

    /// <summary>Why it is not whole; null if it is.</summary>
    public ImapException? Error { get; }
}
