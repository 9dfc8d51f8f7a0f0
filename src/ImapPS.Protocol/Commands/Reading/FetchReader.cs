using ImapPS.Protocol.Grammar;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>Reads FETCH; the grammar stands with <see cref="UidFetchCommand"/> and <see cref="FetchSectionRequest"/>.</summary>
internal static class FetchReader
{
    private const FetchAttributes Fast = FetchAttributes.Flags | FetchAttributes.InternalDate | FetchAttributes.Size;

    public static UidFetchCommand Read(ref ImapReader reader, bool byUid)
    {
        reader.Expect((byte)' ');
        var saved = reader.TryTake((byte)'$');
        var set = saved ? UidSet.All : reader.ReadSet();
        reader.Expect((byte)' ');
        FetchItems items;
        if (reader.Peek() == '(')
        {
            items = ReadItems(ref reader);
        }
        else
        {
            var sections = new List<FetchSectionRequest>();
            if (!TryReadMacro(ref reader, out var attributes))
                ReadItem(ref reader, ref attributes, sections);
            items = new FetchItems { Attributes = attributes, Sections = sections };
        }

        if (reader.TryTake((byte)' '))
            items = ReadModifiers(ref reader, items);
        return new UidFetchCommand(set, items) { ByUid = byUid, OfSaved = saved };
    }

    /// <summary>"(" fetch-att *(SP fetch-att) ")"</summary>
    public static FetchItems ReadItems(ref ImapReader reader)
    {
        var attributes = FetchAttributes.None;
        var sections = new List<FetchSectionRequest>();
        reader.Expect((byte)'(');
        do
            ReadItem(ref reader, ref attributes, sections);
        while (reader.TryTake((byte)' '));
        reader.Expect((byte)')');
        return new FetchItems { Attributes = attributes, Sections = sections };
    }

    // "ALL" / "FULL" / "FAST", never inside a list              ; RFC 9051 section 6.4.5
    private static bool TryReadMacro(ref ImapReader reader, out FetchAttributes attributes)
    {
        attributes = reader.TryTakeWord("FAST"u8) ? Fast
            : reader.TryTakeWord("ALL"u8) ? Fast | FetchAttributes.Envelope
            : reader.TryTakeWord("FULL"u8) ? Fast | FetchAttributes.Envelope | FetchAttributes.Body
            : FetchAttributes.None;
        return attributes != FetchAttributes.None;
    }

    private static void ReadItem(ref ImapReader reader, ref FetchAttributes attributes, List<FetchSectionRequest> sections)
    {
        var start = reader.Position;
        var word = ByteText.ToText(reader.ReadUntil(" ()[<"u8));
        if (reader.Peek() == '[')
        {
            sections.Add(ReadSection(ref reader, word.ToUpperInvariant()));
            reader.CheckListLength(sections.Count);
            return;
        }

        var bit = CommandWords.Bit(CommandWords.Fetch, word);
        if (bit == 0)
            throw reader.Error(reader.Position == start ? "A fetch item was expected" : $"{word} is no fetch item");
        attributes |= (FetchAttributes)bit;
        // fetch-att =/ "PREVIEW" [SP "(" "LAZY" ")"]: a server may do more than it is asked for   ; RFC 8970 section 6
        if (bit != (int)FetchAttributes.Preview)
            return;
        var end = reader.Position;
        if (reader.TryTake((byte)' ') && reader.TryTake((byte)'(') && reader.TryTakeWord("LAZY"u8))
            reader.Expect((byte)')');
        else
            reader.Rewind(end); // What follows is another item, or a modifier of the whole command.
    }

    private static FetchSectionRequest ReadSection(ref ImapReader reader, string word)
    {
        if (word is not ("BODY" or "BODY.PEEK" or "BINARY" or "BINARY.PEEK" or "BINARY.SIZE"))
            throw reader.Error($"{word} has no sections");
        reader.Expect((byte)'[');
        var section = ByteText.ToText(reader.ReadUntil(" ]"u8));
        if (reader.TryTake((byte)' '))
            section += " (" + ReadNames(ref reader) + ")";
        reader.Expect((byte)']');
        uint? origin = null;
        uint? count = null;
        if (word != "BINARY.SIZE" && reader.TryTake((byte)'<'))
        {
            origin = reader.ReadNumber();
            reader.Expect((byte)'.');
            count = reader.ReadNumber();
            reader.Expect((byte)'>');
        }

        return new FetchSectionRequest(section)
        {
            Binary = word is "BINARY" or "BINARY.PEEK",
            SizeOnly = word is "BINARY.SIZE",
            Peek = word is not ("BODY" or "BINARY"),
            Origin = origin,
            Count = count,
        };
    }

    // header-list = "(" header-fld-name *(SP header-fld-name) ")"; header-fld-name = astring      ; RFC 9051 section 9
    private static string ReadNames(ref ImapReader reader)
    {
        reader.Expect((byte)'(');
        var names = new List<string>();
        do
        {
            var name = reader.ReadAString();
            if (!SectionText.IsFieldName(name))
                throw reader.Error("The name of a header field was expected");
            names.Add(name);
            reader.CheckListLength(names.Count);
        }
        while (reader.TryTake((byte)' '));
        reader.Expect((byte)')');
        return string.Join(" ", names);
    }

    private static FetchItems ReadModifiers(ref ImapReader reader, FetchItems items)
    {
        reader.Expect((byte)'(');
        do
        {
            if (reader.TryTakeWord("CHANGEDSINCE"u8))
            {
                reader.Expect((byte)' ');
                items = items with { ChangedSince = reader.ReadNumber64() };
            }
            else if (reader.TryTakeWord("VANISHED"u8))
            {
                items = items with { Vanished = true };
            }
            else
            {
                throw reader.Error("A fetch modifier was expected");
            }
        }
        while (reader.TryTake((byte)' '));
        reader.Expect((byte)')');
        return items;
    }
}
