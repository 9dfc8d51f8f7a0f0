using System.Text;
using ImapPS.Loopback.Mime;
using ImapPS.Loopback.Searching;
using ImapPS.Loopback.Store;
using ImapPS.Protocol.Commands;

namespace ImapPS.Loopback.Session.Fetching;

/// <summary>What extensions let FETCH ask for.</summary>
internal static class ExtensionItems
{
    public const FetchAttributes Gmail = FetchAttributes.GmailLabels | FetchAttributes.GmailMessageId | FetchAttributes.GmailThreadId;

    public const FetchAttributes All = FetchAttributes.Preview | FetchAttributes.SaveDate | FetchAttributes.EmailId | FetchAttributes.ThreadId | Gmail;

    /// <summary>RFC 8970 section 3.2: how much of the text a preview shows at most.</summary>
    private const int PreviewLength = 200;

    /// <summary>The capability that is missing for one of these; null if none is.</summary>
    public static string? NotOffered(SessionContext context, FetchAttributes attributes) =>
        Lacks(context, attributes, FetchAttributes.Preview, "PREVIEW") ?? Lacks(context, attributes, FetchAttributes.SaveDate, "SAVEDATE")
        ?? Lacks(context, attributes, FetchAttributes.EmailId | FetchAttributes.ThreadId, "OBJECTID") ?? Lacks(context, attributes, Gmail, "X-GM-EXT-1");

    /// <summary>How the first text begins, in one line; "" if there is none.</summary>
    public static string Preview(MessageContent content)
    {
        var pending = new Stack<MimeNode>();
        pending.Push(content.Root);
        while (pending.Count > 0)
        {
            var node = pending.Pop();
            if (node.Kind == MimeKind.Leaf && node.IsText)
                return Begin(MessageText.Decode(node));
            for (var i = node.Children.Count - 1; i >= 0; i--)
                pending.Push(node.Children[i]);
        }

        return "";
    }

    private static string? Lacks(SessionContext context, FetchAttributes asked, FetchAttributes items, string capability) =>
        (asked & items) != 0 && !context.Offers(capability) ? capability : null;

    private static string Begin(string text)
    {
        var result = new StringBuilder(PreviewLength);
        var space = false;
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c) || char.IsControl(c))
            {
                space = result.Length > 0;
                continue;
            }

            if (result.Length + (space ? 1 : 0) >= PreviewLength)
                break;
            if (space)
                result.Append(' ');
            space = false;
            result.Append(c);
        }

        if (result.Length > 0 && char.IsHighSurrogate(result[result.Length - 1]))
            result.Length--;
        return result.ToString();
    }
}
