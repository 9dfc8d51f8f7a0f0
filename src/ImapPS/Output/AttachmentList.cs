using ImapPS.Client.Mime;
using ImapPS.Protocol.Values;

namespace ImapPS.Output;

/// <summary>Finds the attachments in a BODYSTRUCTURE.</summary>
internal static class AttachmentList
{
    /// <summary>Those of the message itself; a message that is attached counts as one, whatever it holds.</summary>
    public static ImapAttachment[] Of(BodyPart? structure)
    {
        if (structure is null)
            return [];
        var result = new List<ImapAttachment>();
        var open = new Stack<BodyPart>();
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

            var name = FileName(part);
            if (AttachmentRules.IsAttachment(part.ContentType, part.Disposition, name, part.Id))
                result.Add(new ImapAttachment(name ?? "", part.ContentType, part.Size, part.Section, part.Disposition?.ToLowerInvariant()));
        }

        return result.ToArray();
    }

    // RFC 2183 section 2.3; the "name" of Content-Type is what old mailers have instead.
    private static string? FileName(BodyPart part) =>
        Parameter(part.DispositionParameters, "filename") ?? Parameter(part.Parameters, "name");

    private static string? Parameter(IReadOnlyList<KeyValuePair<string, string>> parameters, string name) =>
        parameters.Count > 0 && ParameterDecoder.Decode(parameters).TryGetValue(name, out var value) && value.Length > 0 ? value : null;
}
