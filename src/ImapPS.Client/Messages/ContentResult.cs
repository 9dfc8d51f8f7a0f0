namespace ImapPS.Client.Messages;

/// <summary>What became of a <see cref="ContentRequest"/>.</summary>
public sealed class ContentResult
{
    internal ContentResult(ContentWriter writer, ImapException? error)
    {
        Request = writer.Request;
        Received = writer.Received;
        Written = writer.Written;
        IsDamaged = writer.IsDamaged;
        Error = error ?? writer.Error;
    }

    public ContentRequest Request { get; }

    /// <summary>Octets that came for it.</summary>
    public long Received { get; }

    /// <summary>Octets written, the encoding taken off.</summary>
    public long Written { get; }

    /// <summary>Whether its encoding was not valid throughout, so that what was written may not be what was sent.</summary>
    public bool IsDamaged { get; }

    /// <summary>Why it is not whole; null if it is.</summary>
    public ImapException? Error { get; }
}
