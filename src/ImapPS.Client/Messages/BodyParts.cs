using ImapPS.Client.Mime;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>Finds parts in a BODYSTRUCTURE.</summary>
public static class BodyParts
{
    /// <summary>The first text of that kind that is no attachment, by the rule that whole messages are read by (<see cref="ParsedMessage.TextBody"/>).</summary>
    /// <param name="structure">Null gives null.</param>
    /// <param name="subtype">"plain" or "html".</param>
    public static BodyPart? FindText(BodyPart? structure, string subtype) =>
        Leaves(structure).FirstOrDefault(p => p.Type == "text" && p.Subtype.Equals(subtype, StringComparison.OrdinalIgnoreCase)
            && !AttachmentRules.IsAttachment(p.ContentType, p.Disposition, AttachmentPart.NameOf(p), p.Id));

    /// <summary>The part of that number; null if there is none.</summary>
    /// <param name="structure">Null gives null.</param>
    /// <param name="section">"1.2", as BODY[...] takes it.</param>
    public static BodyPart? Find(BodyPart? structure, string section)
    {
        var open = new Stack<BodyPart>();
        if (structure is not null)
            open.Push(structure);
        while (open.Count > 0)
        {
            var part = open.Pop();
            if (part.Section == section)
                return part;
            foreach (var child in part.Parts)
                open.Push(child);
        }

        return null;
    }

    /// <summary>What holds no parts of the message itself: a message that is attached counts as one, whatever it holds. How deep they lie is the sender's choice.</summary>
    internal static IEnumerable<BodyPart> Leaves(BodyPart? structure)
    {
        var open = new Stack<BodyPart>();
        if (structure is not null)
            open.Push(structure);
        while (open.Count > 0)
        {
            var part = open.Pop();
            if (!part.IsMultipart)
                yield return part;
            for (var i = part.IsMultipart ? part.Parts.Count - 1 : -1; i >= 0; i--)
                open.Push(part.Parts[i]);
        }
    }
}
