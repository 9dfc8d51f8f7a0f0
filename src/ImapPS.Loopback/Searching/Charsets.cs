using System.Text;
using ImapPS.Protocol.Grammar;

namespace ImapPS.Loopback.Searching;

/// <summary>Octets of a named charset as text.</summary>
internal static class Charsets
{
    /// <summary>The text; where the platform doesn't know the charset, as UTF-8 or Latin-1.</summary>
    public static string Decode(string charset, byte[] bytes)
    {
        if (!TryGet(charset, out var encoding))
            return ByteText.ToText(bytes);
        return encoding.GetString(bytes);
    }

    private static bool TryGet(string charset, out Encoding encoding)
    {
        try
        {
            encoding = Encoding.GetEncoding(charset);
            return encoding.CodePage != Encoding.ASCII.CodePage;
        }
        catch (ArgumentException)
        {
            // Not a charset of this platform: the caller's fallback loses nothing.
            encoding = Encoding.UTF8;
            return false;
        }
    }
}
