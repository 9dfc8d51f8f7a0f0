using System.Text;
using ImapPS.Protocol.Grammar;

namespace ImapPS.Protocol.Values;

/// <summary>A mailbox's name: as text for people, and as the bytes that the server knows it by.</summary>
/// <remarks>
/// RFC 3501 section 5.1.3 (modified UTF-7), RFC 9051 section 5.1 (UTF-8). A name from a server that can't be decoded is
/// shown as its raw characters and sent back byte for byte. INBOX is the same in any case (RFC 9051 section 5.1).
/// </remarks>
public sealed class MailboxName : IEquatable<MailboxName>
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, true);
    private readonly byte[]? _raw;

    private MailboxName(string name, byte[]? raw)
    {
        Name = name;
        _raw = raw;
    }

    public static MailboxName Inbox { get; } = new("INBOX", null);

    /// <summary>The name as people read it.</summary>
    public string Name { get; }

    /// <summary>False if the server's bytes could not be decoded; <see cref="Name"/> is then what they look like.</summary>
    public bool IsDecoded => _raw is null;

    public bool IsInbox => string.Equals(Name, "INBOX", StringComparison.OrdinalIgnoreCase);

    /// <summary>A name that a person gave.</summary>
    /// <exception cref="ArgumentException">The name is empty, or holds NUL, CR, LF or another control character.</exception>
    public static MailboxName Create(string name)
    {
        if (string.IsNullOrEmpty(name))
            throw new ArgumentException("A mailbox name can't be empty.", nameof(name));
        for (var i = 0; i < name.Length; i++)
        {
            // RFC 9051 section 5.1: no control characters, and none of U+0080-U+009F, U+2028, U+2029.
            if (char.IsControl(name[i]) || name[i] is '\u2028' or '\u2029')
                throw new ArgumentException($"A mailbox name can't hold the control character U+{(int)name[i]:X4} (position {i}).", nameof(name));
            if (char.IsSurrogate(name[i]) && !(char.IsHighSurrogate(name[i]) && i + 1 < name.Length && char.IsLowSurrogate(name[++i])))
                throw new ArgumentException($"A mailbox name holds half of a surrogate pair (position {i}).", nameof(name));
        }

        return string.Equals(name, "INBOX", StringComparison.OrdinalIgnoreCase) ? Inbox : new MailboxName(name, null);
    }

    /// <summary>A name as a server sent it.</summary>
    /// <param name="wire">The octets of the astring, unquoted.</param>
    /// <param name="utf8">Whether UTF-8 names are in force: UTF8=ACCEPT or IMAP4rev2 was enabled.</param>
    public static MailboxName FromWire(ReadOnlySpan<byte> wire, bool utf8)
    {
        if (ByteText.EqualsIgnoreCase(wire, "INBOX"u8))
            return Inbox;
        if (utf8)
        {
            try
            {
                return new MailboxName(StrictUtf8.GetString(wire), null);
            }
            catch (DecoderFallbackException)
            {
                // Kept as it came, below.
            }
        }
        else if (ModifiedUtf7.TryDecode(wire, out var name))
        {
            return new MailboxName(name, null);
        }

        return new MailboxName(ByteText.ToText(wire), wire.ToArray());
    }

    /// <summary>The octets to send.</summary>
    public byte[] ToWire(bool utf8) =>
        _raw ?? (utf8 ? Encoding.UTF8.GetBytes(Name) : ModifiedUtf7.Encode(Name));

    public bool Equals(MailboxName? other) =>
        other is not null && Name == other.Name && (_raw is null) == (other._raw is null)
        && (_raw is null || _raw.AsSpan().SequenceEqual(other._raw));

    public override bool Equals(object? obj) => Equals(obj as MailboxName);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Name);

    public override string ToString() => Name;
}
