using System.Security.Cryptography;
using System.Text;

namespace ImapPS.Loopback.Store;

/// <summary>Ids that a message keeps wherever it is copied or moved to: made of its octets (RFC 8474 section 5, and Gmail's).</summary>
/// <param name="EmailId">EMAILID.</param>
/// <param name="ThreadId">THREADID; null where the header names no message.</param>
/// <param name="Number">X-GM-MSGID.</param>
/// <param name="ThreadNumber">X-GM-THRID.</param>
internal sealed record MessageIdentity(string EmailId, string? ThreadId, ulong Number, ulong ThreadNumber)
{
    public static MessageIdentity Of(MessageContent content)
    {
        using var hash = SHA256.Create();
        var own = hash.ComputeHash(content.Bytes);
        // All messages of a thread that follow RFC 5322 section 3.6.4 name its first one first.
        var header = content.Header;
        var root = FirstId(header.Find("REFERENCES"u8)) ?? FirstId(header.Find("IN-REPLY-TO"u8)) ?? FirstId(header.Find("MESSAGE-ID"u8));
        var thread = root is null ? null : hash.ComputeHash(Encoding.UTF8.GetBytes(root));
        return new MessageIdentity("M" + Text(own), thread is null ? null : "T" + Text(thread), Value(own), Value(thread ?? own));
    }

    private static string? FirstId(byte[]? value)
    {
        if (value is null)
            return null;
        var text = Encoding.UTF8.GetString(value);
        var start = text.IndexOf('<');
        var end = start < 0 ? -1 : text.IndexOf('>', start);
        return end < 0 ? null : text.Substring(start, end - start + 1);
    }

    private static string Text(byte[] hash) => BitConverter.ToString(hash, 0, 12).Replace("-", "").ToLowerInvariant();

    private static ulong Value(byte[] hash) => BitConverter.ToUInt64(hash, 0) >> 1;
}
