using ImapPS.Loopback.Mime;
using ImapPS.Loopback.Store;
using ImapPS.Protocol.Grammar;

namespace ImapPS.Loopback.Searching;

/// <summary>Looks for text in a message as people read it: encoded words, transfer encodings and charsets decoded.</summary>
internal static class MessageText
{
    /// <summary>Whether a field of that name holds the text; "" is in every field.</summary>
    public static bool InHeader(HeaderBlock header, ReadOnlySpan<byte> upperName, string text)
    {
        foreach (var field in header.Fields)
        {
            if (ByteText.EqualsIgnoreCase(header.Name(field), upperName) && Holds(header.Value(field), text))
                return true;
        }

        return false;
    }

    public static bool InAnyHeader(HeaderBlock header, string text)
    {
        foreach (var field in header.Fields)
        {
            if (Contains(ByteText.ToText(header.Raw(field)), text) || Holds(header.Value(field), text))
                return true;
        }

        return false;
    }

    /// <summary>Whether a text part, or the header of a message inside, holds the text.</summary>
    public static bool InBody(MessageContent message, string text)
    {
        var pending = new Stack<MimeNode>();
        pending.Push(message.Root);
        while (pending.Count > 0)
        {
            var node = pending.Pop();
            foreach (var child in node.Children)
            {
                if (InAnyHeader(child.Header, text))
                    return true;
                pending.Push(child);
            }

            if (node.Kind == MimeKind.Leaf && node.IsText && Contains(Decode(node), text))
                return true;
        }

        return false;
    }

    /// <summary>A part's text.</summary>
    public static string Decode(MimeNode part)
    {
        byte[] bytes;
        try
        {
            bytes = TransferDecoder.Decode(part).ToArray();
        }
        catch (UnknownEncodingException)
        {
            // Looked through as it stands: what can be read in it is found.
            bytes = part.BodyBytes.ToArray();
        }

        foreach (var parameter in part.Parameters)
        {
            if (ByteText.EqualsIgnoreCase(parameter.Name, "CHARSET"u8))
                return Charsets.Decode(ByteText.ToText(parameter.Value), bytes);
        }

        return ByteText.ToText(bytes);
    }

    private static bool Holds(byte[] value, string text) =>
        Contains(ByteText.ToText(value), text) || Contains(EncodedWords.Decode(value), text);

    private static bool Contains(string value, string text) => value.IndexOf(text, StringComparison.OrdinalIgnoreCase) >= 0;
}
