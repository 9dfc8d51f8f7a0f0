namespace ImapPS;

/// <summary>A message and what became of it in another mailbox. Cmdlets further down the pipeline work on the new one.</summary>
public abstract class ImapTransfer
{
    private protected ImapTransfer(ImapMessageId source, ImapMessageId destination)
    {
        Source = source;
        Destination = destination;
    }

    /// <summary>What named the message before.</summary>
    public ImapMessageId Source { get; }

    /// <summary>What names the new one.</summary>
    public ImapMessageId Destination { get; }

    /// <summary>The session of both.</summary>
    public ImapSession Session => Destination.Session;

    /// <summary>The new one's mailbox.</summary>
    public string Mailbox => Destination.Mailbox;

    /// <summary>What the new UID holds under.</summary>
    public uint UidValidity => Destination.UidValidity;

    /// <summary>The new one's UID.</summary>
    public uint Uid => Destination.Uid;

    /// <inheritdoc/>
    public override string ToString() => $"{Source} -> {Destination}";
}
