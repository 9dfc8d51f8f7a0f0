using System.Buffers.Text;
using ImapPS.Protocol.Grammar;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>Reads what stands between the parts of a BODYSTRUCTURE: fields, parameters and extension data.</summary>
/// <remarks>
/// <code>
/// body-fields    = body-fld-param SP body-fld-id SP body-fld-desc SP body-fld-enc SP body-fld-octets  ; RFC 9051 section 9
/// body-ext-1part = body-fld-md5 [SP body-fld-dsp [SP body-fld-lang [SP body-fld-loc *(SP body-extension)]]]
/// body-ext-mpart = body-fld-param [SP body-fld-dsp [SP body-fld-lang [SP body-fld-loc *(SP body-extension)]]]
/// body-fld-param = "(" string SP string *(SP string SP string) ")" / nil
/// body-fld-dsp   = "(" string SP body-fld-param ")" / nil
/// body-fld-lang  = nstring / "(" string *(SP string) ")"
/// </code>
/// </remarks>
internal sealed class BodyFieldReader(ReadingContext context)
{
    private readonly List<KeyValuePair<string, string>> _pairs = [];

    public void ReadFields(ref ImapReader reader, BodyPart part)
    {
        part.Parameters = ReadParameters(ref reader);
        part.Id = ReadText(ref reader);
        var description = ReadField(ref reader);
        part.Description = description.IsNil ? null : context.Decode(description.Bytes);
        var encoding = ReadField(ref reader);
        part.Encoding = encoding.IsNil ? null : context.Intern(encoding.Bytes);
        part.Size = ReadCount(ref reader) ?? 0;
    }

    /// <summary>The lines of text and messages; sent for other parts too by some servers, and left out by others.</summary>
    public static void ReadLines(ref ImapReader reader, BodyPart part)
    {
        reader.SkipSpaces();
        if (reader.NextIsDigit || reader.Peek() == '-' || part.Type == "text" && reader.Peek() is (byte)'N' or (byte)'n')
            part.Lines = ReadCount(ref reader);
    }

    /// <summary>The extension data of a part that is no multipart, to the end of its list.</summary>
    public void ReadPartExtension(ref ImapReader reader, BodyPart part)
    {
        reader.SkipSpaces();
        if (reader.TryTake((byte)')'))
            return;
        part.HasExtensionData = true;
        part.Md5 = ReadText(ref reader);
        ReadCommonExtension(ref reader, part);
    }

    /// <summary>The extension data of a multipart, to the end of its list.</summary>
    public void ReadMultipartExtension(ref ImapReader reader, BodyPart part)
    {
        reader.SkipSpaces();
        if (reader.TryTake((byte)')'))
            return;
        part.HasExtensionData = true;
        part.Parameters = ReadParameters(ref reader);
        ReadCommonExtension(ref reader, part);
    }

    public string? ReadLowerText(ref ImapReader reader)
    {
        var token = ReadField(ref reader);
        return token.IsNil ? null : context.InternLower(token.Bytes);
    }

    private void ReadCommonExtension(ref ImapReader reader, BodyPart part)
    {
        ReadDisposition(ref reader, part);
        part.Languages = ReadLanguages(ref reader);
        part.Location = ReadText(ref reader);
        reader.SkipListEnd();
    }

    private void ReadDisposition(ref ImapReader reader, BodyPart part)
    {
        reader.SkipSpaces();
        var isList = reader.TryTake((byte)'(');
        var value = ReadField(ref reader);
        part.Disposition = value.IsNil ? null : context.Intern(value.Bytes);
        if (!isList)
            return;
        part.DispositionParameters = ReadParameters(ref reader);
        reader.SkipListEnd();
    }

    private string[] ReadLanguages(ref ImapReader reader)
    {
        reader.SkipSpaces();
        if (reader.Peek() != '(')
        {
            var only = ReadField(ref reader);
            return only.IsNil || only.Bytes.IsEmpty ? [] : [context.Intern(only.Bytes)];
        }

        reader.Skip(1);
        var languages = new List<string>();
        while (true)
        {
            reader.SkipSpaces();
            if (reader.TryTake((byte)')'))
                return languages.ToArray();
            var language = reader.ReadKeptString();
            if (language.IsNil)
                continue;
            languages.Add(context.Intern(language.Bytes));
            CheckCount(ref reader, languages.Count);
        }
    }

    private KeyValuePair<string, string>[] ReadParameters(ref ImapReader reader)
    {
        reader.SkipSpaces();
        if (reader.Peek() != '(')
        {
            if (!ReadField(ref reader).Bytes.IsEmpty)
                throw reader.Error("A list of parameters was expected");
            return [];
        }

        // As with addresses: octets that begin with a list read before begin with an equal list.
        var slot = -1;
        ReadOnlySpan<byte> key = default;
        if (!reader.HasDetached && !reader.LenientQuotes)
        {
            var rest = reader.Rest;
            var end = rest.Slice(0, Math.Min(rest.Length, context.Parameters.MaxKey)).IndexOf((byte)')');
            if (end > 0)
            {
                key = rest.Slice(0, end + 1);
                if (context.Parameters.TryGet(key, 0, out slot, out var known))
                {
                    reader.Skip(key.Length);
                    return known;
                }
            }
        }

        var start = reader.Position;
        var repeats = ReadParameterList(ref reader);
        if (_pairs.Count == 0)
            return [];
        var list = _pairs.ToArray();
        _pairs.Clear();
        if (repeats && reader.Position - start == key.Length)
            context.Parameters.Store(key, 0, slot, list);
        return list;
    }

    /// <returns>Whether the list is likely to come again: it names neither a boundary nor a file.</returns>
    private bool ReadParameterList(ref ImapReader reader)
    {
        reader.Expect((byte)'(');
        _pairs.Clear();
        var repeats = true;
        while (true)
        {
            reader.SkipSpaces();
            if (reader.TryTake((byte)')'))
                return repeats;
            var name = ReadField(ref reader);
            if (name.IsNil)
            {
                // A pair without a name says nothing; its value goes with it.
                ReadField(ref reader);
                continue;
            }

            var unique = name.Bytes.Length >= 4 && (name.Bytes[0] | 0x20) is 'b' or 'f' or 'n';
            repeats &= !unique;
            var nameText = context.Intern(name.Bytes);
            var value = ReadField(ref reader);
            _pairs.Add(new(nameText, unique ? ByteText.ToText(value.Bytes) : context.Intern(value.Bytes)));
            CheckCount(ref reader, _pairs.Count);
        }
    }

    private static string? ReadText(ref ImapReader reader) => ReadField(ref reader).GetText();

    /// <summary>A string; NIL where the list has ended, and for a list where none belongs.</summary>
    private static ImapToken ReadField(ref ImapReader reader)
    {
        reader.SkipSpaces();
        switch (reader.Peek())
        {
            case (byte)')':
                return default;
            case (byte)'(':
                reader.SkipValue();
                return default;
            default:
                var token = reader.ReadKeptString();
                if (reader.Peek() is not ((byte)' ' or (byte)')'))
                    throw reader.Error("A space was expected between two fields");
                return token;
        }
    }

    /// <summary>A number; null where there is none or where it can't be true.</summary>
    private static long? ReadCount(ref ImapReader reader)
    {
        var token = ReadField(ref reader);
        return Utf8Parser.TryParse(token.Bytes, out long value, out var used) && used == token.Bytes.Length && value >= 0 ? value : null;
    }

    private void CheckCount(ref ImapReader reader, int count)
    {
        if (count > context.Limits.MaxListLength)
            throw reader.Error($"A list has more than {context.Limits.MaxListLength} entries (MaxListLength)");
    }
}
