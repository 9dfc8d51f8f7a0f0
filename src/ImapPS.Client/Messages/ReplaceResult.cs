namespace ImapPS.Client.Messages;

/// <summary>What became of a message that was to give way to another one.</summary>
/// <param name="Item">The new one.</param>
public sealed record ReplaceResult(AppendItem Item)
{
    /// <summary>UIDVALIDITY of the new message's mailbox; 0 if the server did not tell.</summary>
    public uint UidValidity { get; init; }

    /// <summary>The new message's UID; 0 if it was not added, or the server did not tell.</summary>
    public uint Uid { get; init; }

    /// <summary>Why it was not done, not wholly, or why that is not known; null if it was. The old message is never removed before the new one is there.</summary>
    public ImapException? Error { get; init; }
}
