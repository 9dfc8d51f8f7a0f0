using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>
/// Writes BODY and BODYSTRUCTURE with a stack of its own in place of recursion: the tree may come from a message that a
/// stranger made (the grammar is at <see cref="BodyStructureReader"/> and <see cref="BodyFieldReader"/>).
/// </summary>
internal static class BodyStructureWriter
{
    private static readonly BodyPart NoPart = new() { Encoding = "7bit", Lines = 0 };

    public static void Write(ResponseOutput o, BodyPart body)
    {
        // Each part with how many of its own parts are written already.
        var open = new Stack<(BodyPart Part, int Next)>();
        Begin(o, body, open);
        while (open.Count > 0)
        {
            var (part, next) = open.Pop();
            if (next < part.Parts.Count && (part.IsMultipart || next == 0))
            {
                open.Push((part, next + 1));
                Begin(o, part.Parts[next], open);
                continue;
            }

            End(o, part);
        }
    }

    private static void Begin(ResponseOutput o, BodyPart part, Stack<(BodyPart Part, int Next)> open)
    {
        o.Raw("("u8);
        if (part.IsMultipart)
        {
            // 1*body: a multipart without parts is given one that is empty.
            if (part.Parts.Count == 0)
            {
                Begin(o, NoPart, open);
                End(o, open.Pop().Part);
            }

            open.Push((part, 0));
            return;
        }

        o.String(part.Type).Raw(" "u8).String(part.Subtype).Raw(" "u8);
        WriteParameters(o, part.Parameters);
        o.Raw(" "u8).NString(part.Id).Raw(" "u8).NString(part.Description).Raw(" "u8);
        o.String(part.Encoding ?? "7bit").Raw(" "u8).Number((ulong)Math.Max(part.Size, 0));
        if (HasMessage(part))
        {
            o.Raw(" "u8);
            FetchWriter.WriteEnvelope(o, part.Envelope ?? new Envelope());
            o.Raw(part.Parts.Count == 0 ? " NIL"u8 : " "u8);
        }

        open.Push((part, 0));
    }

    private static void End(ResponseOutput o, BodyPart part)
    {
        if (part.IsMultipart)
            o.Raw(" "u8).String(part.Subtype);
        else if (part.Type == "text" || HasMessage(part))
            o.Raw(" "u8).Number((ulong)Math.Max(part.Lines ?? 0, 0));
        if (part.HasExtensionData)
        {
            o.Raw(" "u8);
            if (part.IsMultipart)
                WriteParameters(o, part.Parameters);
            else
                o.NString(part.Md5);
            o.Raw(" "u8);
            WriteDisposition(o, part);
            o.Raw(" "u8);
            if (part.Languages.Count == 0)
                o.Raw("NIL"u8);
            else
                o.List(part.Languages, static (to, language) => to.String(language));
            o.Raw(" "u8).NString(part.Location);
        }

        o.Raw(")"u8);
    }

    private static bool HasMessage(BodyPart part) =>
        part.Type == "message" && part.Subtype is "rfc822" or "global" && (part.Envelope is not null || part.Parts.Count > 0);

    private static void WriteDisposition(ResponseOutput o, BodyPart part)
    {
        if (part.Disposition is null)
        {
            o.Raw("NIL"u8);
            return;
        }

        o.Raw("("u8).String(part.Disposition).Raw(" "u8);
        WriteParameters(o, part.DispositionParameters);
        o.Raw(")"u8);
    }

    private static void WriteParameters(ResponseOutput o, IReadOnlyList<KeyValuePair<string, string>> parameters)
    {
        if (parameters.Count == 0)
            o.Raw("NIL"u8);
        else
            o.List(parameters, static (to, pair) => to.String(pair.Key).Raw(" "u8).String(pair.Value));
    }
}
