using ImapPS.Client.Messages;
using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Checkpoints;

/// <summary>What a message is known by when its UID is void.</summary>
/// <param name="Uid">In its mailbox.</param>
/// <param name="MessageId">Null if it has none, or one that is too long to keep.</param>
/// <param name="Date">INTERNALDATE.</param>
/// <param name="Size">RFC822.SIZE in octets.</param>
internal sealed record RecentMessage(uint Uid, string? MessageId, DateTimeOffset Date, long Size)
{
    public const int LongestMessageId = 1000;

    /// <summary>Null of a message that the server told too little of.</summary>
    public static RecentMessage? Of(FetchResponse message)
    {
        if (message is not { Uid: not 0, InternalDate: { } date, Size: { } size })
            return null;
        var id = AppendIdentity.IdOf(message.Envelope?.MessageId);
        return new RecentMessage(message.Uid, id?.Length > LongestMessageId ? null : id, date, size);
    }

    /// <summary>Equal for one message under two UIDs.</summary>
    public (string? MessageId, DateTimeOffset Date, long Size) Identity => (MessageId, Date.ToUniversalTime(), MessageId is null ? Size : 0);
}
