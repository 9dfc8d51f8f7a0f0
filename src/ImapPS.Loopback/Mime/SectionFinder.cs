using ImapPS.Protocol.Grammar;

namespace ImapPS.Loopback.Mime;

/// <summary>Finds what BODY[section] names in a scanned message (RFC 9051 section 6.4.5.1).</summary>
/// <remarks>
/// <code>
/// section-spec    = section-msgtext / (section-part ["." section-text])      ; RFC 9051 section 9
/// section-msgtext = "HEADER" / "HEADER.FIELDS" [".NOT"] SP header-list / "TEXT"
/// section-part    = nz-number *("." nz-number)
/// section-text    = section-msgtext / "MIME"
/// </code>
/// </remarks>
internal static class SectionFinder
{
    /// <summary>The part with this number; null if there is none.</summary>
    /// <param name="root">The message.</param>
    /// <param name="path">The numbers: 2.1 as [2, 1].</param>
    public static MimeNode? FindPart(MimeNode root, IReadOnlyList<uint> path)
    {
        // A number counts the parts of a multipart; in a message that is none, 1 is its body.
        var node = root;
        var isMessage = true;
        foreach (var number in path)
        {
            if (!isMessage && node.Kind == MimeKind.Message)
            {
                node = node.Children[0];
                isMessage = true;
            }

            if (node.Kind == MimeKind.Multipart)
            {
                if (number > node.Children.Count)
                    return null;
                node = node.Children[(int)number - 1];
            }
            else if (!isMessage || number != 1)
            {
                return null;
            }

            isMessage = false;
        }

        return node;
    }

    /// <summary>The message whose HEADER or TEXT a part number stands for: the part must be a message/rfc822.</summary>
    public static MimeNode? FindMessage(MimeNode root, IReadOnlyList<uint> path)
    {
        if (path.Count == 0)
            return root;
        return FindPart(root, path) is { Kind: MimeKind.Message } part ? part.Children[0] : null;
    }

    /// <summary>HEADER.FIELDS or HEADER.FIELDS.NOT: the fields in the message's order, and an empty line.</summary>
    public static byte[] Fields(MimeNode message, IReadOnlyList<string> names, bool except)
    {
        var output = new WireBuffer();
        var header = message.Header;
        foreach (var field in header.Fields)
        {
            var named = false;
            foreach (var name in names)
                named |= EqualsIgnoreCase(header.Name(field), name);
            if (named != except)
                output.Append(header.Raw(field));
        }

        return output.Append("\r\n"u8).ToArray();
    }

    private static bool EqualsIgnoreCase(ReadOnlySpan<byte> bytes, string text)
    {
        if (bytes.Length != text.Length)
            return false;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (Upper(bytes[i]) != Upper(text[i]))
                return false;
        }

        return true;

        static int Upper(int c) => c is >= 'a' and <= 'z' ? c - 0x20 : c;
    }
}
