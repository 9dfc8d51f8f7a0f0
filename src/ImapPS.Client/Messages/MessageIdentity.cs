namespace ImapPS.Client.Messages;

/// <summary>What a message keeps when it is copied or moved (RFC 9051 section 6.4.7), and few others share.</summary>
/// <param name="Size">RFC822.SIZE in octets.</param>
/// <param name="InternalDate">To the second.</param>
internal readonly record struct MessageIdentity(long Size, DateTimeOffset InternalDate);
