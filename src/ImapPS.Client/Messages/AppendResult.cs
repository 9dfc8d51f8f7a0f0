namespace ImapPS.Client.Messages;

/// <summary>What became of one message that was to be added.</summary>
/// <param name="Item">Which.</param>
public sealed record AppendResult(AppendItem Item)
{
    /// <summary>UIDVALIDITY of the mailbox; 0 if the server did not tell (no UIDPLUS).</summary>
    public uint UidValidity { get; init; }

    /// <summary>The new message's UID; 0 if the server did not tell.</summary>
    public uint Uid { get; init; }

    /// <summary>Why it was not added, or why that is not known; null if it was.</summary>
    public ImapException? Error { get; init; }
}
