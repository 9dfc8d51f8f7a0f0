using ImapPS.Client.Mime;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>A part of a message that is worth a file of its own, as BODYSTRUCTURE shows it.</summary>
/// <param name="Part">The part.</param>
/// <param name="Name">Its name, decoded, as the sender chose it: not safe as a path. Null if there is none.</param>
/// <param name="IsInline">Whether it belongs into the text, as pictures of HTML do, rather than beside it.</param>
public sealed record AttachmentPart(BodyPart Part, string? Name, bool IsInline)
{
    /// <summary>How large it will be without its transfer encoding, about.</summary>
    public long DecodedSize => string.Equals(Part.Encoding?.Trim(), "base64", StringComparison.OrdinalIgnoreCase)
        ? Part.Size / 78 * 57 + Part.Size % 78 / 4 * 3
        : Part.Size;

    /// <summary>Those of the message itself; a message that is attached counts as one, whatever it holds.</summary>
    /// <param name="structure">Null gives none.</param>
    /// <param name="inline">Also those that belong into the text.</param>
    public static IReadOnlyList<AttachmentPart> Find(BodyPart? structure, bool inline)
    {
        var result = new List<AttachmentPart>();
        var open = new Stack<BodyPart>();
        if (structure is not null)
            open.Push(structure);
        while (open.Count > 0)
        {
            var part = open.Pop();
            if (part.IsMultipart)
            {
                for (var i = part.Parts.Count - 1; i >= 0; i--)
                    open.Push(part.Parts[i]);
                continue;
            }

            var name = NameOf(part);
            if (AttachmentRules.IsAttachment(part.ContentType, part.Disposition, name, part.Id))
                result.Add(new AttachmentPart(part, name, false));
            else if (inline && (part.Type != "text" || name is not null))
                result.Add(new AttachmentPart(part, name, true));
        }

        return result;
    }

    /// <summary>A part's name, decoded; null if there is none. RFC 2183 section 2.3; the "name" of Content-Type is what old mailers have instead.</summary>
    public static string? NameOf(BodyPart part) =>
        Parameter(part.DispositionParameters, "filename") ?? Parameter(part.Parameters, "name");

    private static string? Parameter(IReadOnlyList<KeyValuePair<string, string>> parameters, string name) =>
        parameters.Count > 0 && ParameterDecoder.Decode(parameters).TryGetValue(name, out var value) && value.Length > 0 ? value : null;
}
