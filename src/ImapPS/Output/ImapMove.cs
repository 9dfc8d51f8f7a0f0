namespace ImapPS;

/// <summary>A message that was moved; Move-ImapMessage -Undo moves it back.</summary>
public sealed class ImapMove : ImapTransfer
{
    internal ImapMove(ImapMessageId source, ImapMessageId destination)
        : base(source, destination)
    {
    }
}
