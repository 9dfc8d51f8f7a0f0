using ImapPS.Protocol.Grammar;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>Reads BODY and BODYSTRUCTURE into a tree, with a stack of its own in place of recursion.</summary>
/// <remarks>
/// <code>
/// body            = "(" (body-type-1part / body-type-mpart) ")"     ; RFC 9051 section 9
/// body-type-mpart = 1*body SP media-subtype [SP body-ext-mpart]
/// body-type-1part = (body-type-basic / body-type-msg / body-type-text) [SP body-ext-1part]
/// body-type-basic = media-basic SP body-fields
/// body-type-msg   = media-message SP body-fields SP envelope SP body SP body-fld-lines
/// body-type-text  = media-text SP body-fields SP body-fld-lines
/// </code>
/// Taken as well: "()" for a part, NIL for text or numbers, a message without envelope and body (some servers give none
/// for an encoded one), a multipart without parts, and anything more at the end of a list.
/// </remarks>
internal sealed class BodyStructureReader(ReadingContext context, EnvelopeReader envelopes)
{
    private readonly BodyFieldReader _fields = new(context);
    private Frame[] _stack = new Frame[8];
    private int _depth;

    /// <exception cref="ImapParseException">It is no body, or nests deeper than MaxNesting.</exception>
    public BodyPart Read(ref ImapReader reader)
    {
        _depth = 0;
        var done = Begin(ref reader);
        while (true)
        {
            if (done is null)
            {
                done = Begin(ref reader);
            }
            else if (_depth == 0)
            {
                return done;
            }
            else if (AddChild(ref reader, done))
            {
                done = _stack[--_depth].Part;
            }
            else
            {
                done = null;
            }
        }
    }

    /// <summary>Begins one body.</summary>
    /// <returns>The part if it is complete; null if a body inside it comes first.</returns>
    private BodyPart? Begin(ref ImapReader reader)
    {
        reader.SkipSpaces();
        reader.Expect((byte)'(');
        reader.SkipSpaces();
        if (reader.Peek() == '(')
        {
            Push(ref reader, NewMultipart());
            return null;
        }

        var part = new BodyPart();
        if (reader.TryTake((byte)')'))
        {
            part.Section = NextSection();
            return part;
        }

        var type = _fields.ReadLowerText(ref reader);
        reader.SkipSpaces();
        if (reader.Peek() == '(')
        {
            // A multipart that has no parts: the subtype is followed by the parameters at once.
            part = NewMultipart();
            part.Subtype = type ?? "mixed";
            _fields.ReadMultipartExtension(ref reader, part);
            return part;
        }

        part.Section = NextSection();
        part.Type = type ?? part.Type;
        part.Subtype = _fields.ReadLowerText(ref reader) ?? part.Subtype;
        _fields.ReadFields(ref reader, part);
        if (part.Type == "message" && part.Subtype is "rfc822" or "global" && NextIsEnvelope(ref reader))
        {
            part.Envelope = reader.Peek() == '(' ? envelopes.Read(ref reader) : ReadNil(ref reader);
            reader.SkipSpaces();
            if (reader.Peek() == '(')
            {
                Push(ref reader, part);
                return null;
            }

            ReadNil(ref reader);
        }

        BodyFieldReader.ReadLines(ref reader, part);
        _fields.ReadPartExtension(ref reader, part);
        return part;
    }

    /// <summary>Gives a complete part to the one around it.</summary>
    /// <returns>Whether the one around it is now complete too.</returns>
    private bool AddChild(ref ImapReader reader, BodyPart child)
    {
        ref var frame = ref _stack[_depth - 1];
        var part = frame.Part;
        if (!part.IsMultipart)
        {
            part.Parts = [child];
            BodyFieldReader.ReadLines(ref reader, part);
            _fields.ReadPartExtension(ref reader, part);
            return true;
        }

        if (frame.Children.Count >= context.Limits.MaxListLength)
            throw reader.Error($"A multipart has more than {context.Limits.MaxListLength} parts (MaxListLength)");
        frame.Children.Add(child);
        reader.SkipSpaces();
        if (reader.Peek() == '(')
            return false;
        part.Parts = frame.Children.ToArray();
        part.Subtype = _fields.ReadLowerText(ref reader) ?? "mixed";
        _fields.ReadMultipartExtension(ref reader, part);
        return true;
    }

    private BodyPart NewMultipart() => new()
    {
        Type = "multipart",
        Section = _depth == 0 ? "" : !_stack[_depth - 1].Part.IsMultipart ? _stack[_depth - 1].Prefix + ".TEXT" : NextSection(),
    };

    /// <summary>
    /// The number of the next part inside the current one (RFC 9051 section 6.4.5.1): a message's one part is 1, the
    /// parts of a multipart count from 1, and a multipart that is a message's body adds no level of its own.
    /// </summary>
    private string NextSection()
    {
        if (_depth == 0)
            return "1";
        ref var parent = ref _stack[_depth - 1];
        return context.Section(parent.Prefix, parent.Part.IsMultipart ? parent.Children.Count + 1 : 1);
    }

    private void Push(ref ImapReader reader, BodyPart part)
    {
        if (_depth >= context.Limits.MaxNesting)
            throw reader.Error($"Parts nest deeper than {context.Limits.MaxNesting} (MaxNesting)");
        if (_depth == _stack.Length)
            Array.Resize(ref _stack, _depth * 2);
        var insideMessage = _depth > 0 && !_stack[_depth - 1].Part.IsMultipart;
        var prefix = part.IsMultipart && insideMessage ? _stack[_depth - 1].Prefix : part.Section;
        ref var frame = ref _stack[_depth++];
        frame.Part = part;
        frame.Prefix = prefix;
        if (frame.Children is { Capacity: <= 1024 })
            frame.Children.Clear();
        else
            frame.Children = [];
    }

    /// <summary>
    /// Whether an envelope stands here, or NIL in its place. NIL may also be the body-fld-md5 of a message that is given
    /// like any other part; then no second NIL with the lines behind it follows.
    /// </summary>
    private static bool NextIsEnvelope(ref ImapReader reader)
    {
        reader.SkipSpaces();
        if (reader.Peek() == '(')
            return true;
        var start = reader.Position;
        var found = false;
        if (reader.TryTakeWord("NIL"u8))
        {
            reader.SkipSpaces();
            if (reader.TryTakeWord("NIL"u8))
            {
                reader.SkipSpaces();
                found = reader.NextIsDigit;
            }
        }

        reader.Rewind(start);
        return found;
    }

    private static Envelope? ReadNil(ref ImapReader reader)
    {
        if (reader.Peek() != ')' && !reader.ReadKeptString().IsNil)
            throw reader.Error("An envelope or a body was expected");
        return null;
    }

    /// <summary>A multipart or message whose inside is being read. The lists are used again from body to body.</summary>
    private struct Frame
    {
        public BodyPart Part;
        public string Prefix;
        public List<BodyPart> Children;
    }
}
