namespace ImapPS;

/// <summary>A message that was copied.</summary>
public sealed class ImapCopy : ImapTransfer
{
    internal ImapCopy(ImapMessageId source, ImapMessageId destination)
        : base(source, destination)
    {
    }
}
