using ImapPS.Protocol.Values;

namespace ImapPS.Loopback.Loading;

/// <summary>One message of an mbox file, its quoting undone and its line ends made CRLF.</summary>
/// <param name="Bytes">The message.</param>
/// <param name="Date">The date of its separator line; null if that can't be read.</param>
/// <param name="Flags">From Status and X-Status.</param>
internal sealed record MboxMessage(byte[] Bytes, DateTimeOffset? Date, MessageFlags Flags);
