using ImapPS.Protocol.Framing;
using ImapPS.Protocol.Grammar;

namespace ImapPS.Protocol.Responses;

/// <summary>Reads the content items of FETCH: BODY[...], BINARY[...] and BINARY.SIZE[...].</summary>
/// <remarks>
/// <code>
/// "BODY" section ["&lt;" number "&gt;"] SP nstring                                ; RFC 9051 section 9
/// "BINARY" section-binary SP (nstring / literal8)
/// "BINARY.SIZE" section-binary SP number
/// section        = "[" [section-spec] "]"
/// section-binary = "[" [section-part] "]"
/// </code>
/// </remarks>
internal sealed class FetchSectionReader(ReadingContext context)
{
    // The same few names come with every message, and lists of header names are long.
    private readonly ByteCache<string> _names = new(16, 512);
    private FetchSection? _first;
    private List<FetchSection>? _all;

    public void Begin() => (_first, _all) = (null, null);

    /// <returns>What was read since <see cref="Begin"/>; null if nothing.</returns>
    public IReadOnlyList<FetchSection>? End()
    {
        IReadOnlyList<FetchSection>? sections = _all;
        if (sections is null && _first is not null)
            sections = [_first];
        Begin();
        return sections;
    }

    public void ReadSize(ref ImapReader reader)
    {
        var section = ReadName(ref reader);
        Add(ref reader, new FetchSection(section) { IsBinary = true, IsSizeOnly = true, Length = FetchReader.ReadSize(ref reader) });
    }

    /// <summary>section = "[" [section-spec] "]"</summary>
    public void Read(ref ImapReader reader, bool isBinary)
    {
        var section = ReadName(ref reader);
        uint? origin = null;
        if (reader.TryTake((byte)'<'))
        {
            origin = reader.ReadNumber();
            reader.ReadUntil("> )"u8);
            reader.TryTake((byte)'>');
        }

        ReadContent(ref reader, section, isBinary, origin);
    }

    public string ReadName(ref ImapReader reader)
    {
        reader.Expect((byte)'[');
        var start = reader.Position;
        while (true)
        {
            reader.ReadUntil("]\"{"u8);
            switch (reader.Peek())
            {
                case (byte)'"':
                    reader.ReadQuoted();
                    break;
                case (byte)'{':
                    reader.ReadLiteral();
                    break;
                default:
                    var name = reader.Slice(start, reader.Position);
                    reader.Expect((byte)']');
                    return Intern(name);
            }
        }
    }

    public void ReadContent(ref ImapReader reader, string section, bool isBinary = false, uint? origin = null)
    {
        reader.SkipSpaces();
        if (reader.Peek() is not ((byte)'"' or (byte)'{' or (byte)'~'))
        {
            // NIL, or no value at all: then the next item's name follows.
            reader.TryTakeWord("NIL"u8);
            Add(ref reader, new FetchSection(section) { IsBinary = isBinary, Origin = origin });
            return;
        }

        var token = reader.ReadString();
        var taken = token.Detached is null ? context.TakeContent?.Invoke(token.Bytes) : token.Detached.Content;
        Add(ref reader, new FetchSection(section)
        {
            IsBinary = isBinary,
            Origin = origin,
            Content = token.Detached is null && taken is null ? token.Bytes.ToArray() : taken as byte[],
            Detached = taken,
            Length = token.Detached?.Length ?? token.Bytes.Length,
        });
    }

    private string Intern(ReadOnlySpan<byte> name)
    {
        if (_names.TryGet(name, 0, out var slot, out var text))
            return text;
        text = ByteText.ToText(name);
        _names.Store(name, 0, slot, text);
        return text;
    }

    private void Add(ref ImapReader reader, FetchSection section)
    {
        var count = _all?.Count ?? (_first is null ? 0 : 1);
        if (count >= context.Limits.MaxListLength)
            throw reader.Error($"A response has more than {context.Limits.MaxListLength} sections (MaxListLength)");
        // One is what most ask for, and needs no list.
        if (count == 0)
            _first = section;
        else
            (_all ??= [_first!]).Add(section);
    }
}
