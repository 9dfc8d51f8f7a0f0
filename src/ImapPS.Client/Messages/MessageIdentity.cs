using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Messages;

/// <summary>What a message keeps when it is copied or moved (RFC 9051 section 6.4.7), and few others share.</summary>
/// <param name="Size">RFC822.SIZE in octets.</param>
/// <param name="InternalDate">To the second.</param>
/// <param name="Header">What its ENVELOPE says that tells it from others; null where that was not asked for, or can't be any more.</param>
internal readonly record struct MessageIdentity(long Size, DateTimeOffset InternalDate, string? Header = null)
{
    /// <summary>Null of a message that the server told too little of.</summary>
    public static MessageIdentity? Of(FetchResponse message) => message is { Size: { } size, InternalDate: { } date }
        ? new MessageIdentity(size, date, message.Envelope is { } envelope ? $"{envelope.MessageId}\n{envelope.Date}\n{envelope.Subject}" : null)
        : null;
}
