using System.Text;

namespace ImapPS.Client.Transport;

/// <summary>Tells from its first octets what a server speaks.</summary>
internal static class ProtocolGuess
{
    private static readonly (string Prefix, string Protocol)[] Known =
    [
        ("220", "SMTP or FTP"), ("554", "SMTP"), ("+OK", "POP3"), ("-ERR", "POP3"), ("HTTP/", "HTTP"), ("SSH-", "SSH"),
        ("<!DOCTYPE", "HTTP"), ("<html", "HTTP"), ("* OK", Imap), ("* PREAUTH", Imap), ("* BYE", Imap),
    ];

    public const string Imap = "IMAP";

    /// <summary>Its usual name; null for what is not known here.</summary>
    public static string? Of(ReadOnlySpan<byte> first)
    {
        var text = Encoding.ASCII.GetString(first.Slice(0, Math.Min(first.Length, 16)).ToArray());
        foreach (var (prefix, protocol) in Known)
        {
            if (text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                return protocol;
        }

        return null;
    }

    /// <summary>Whether it is the beginning of an IMAP server's greeting, as far as it goes.</summary>
    public static bool MayBecomeImap(ReadOnlySpan<byte> first) => Of(first) == Imap || "* OK"u8.StartsWith(first) || "* PREAUTH"u8.StartsWith(first) || "* BYE"u8.StartsWith(first);

    /// <summary>A record of SSL 3 or later: change cipher spec (20), alert (21), handshake (22) or data (23).</summary>
    public static bool IsTls(ReadOnlySpan<byte> first) => first.Length > 1 && first[0] is >= 20 and <= 23 && first[1] == 3;
}
