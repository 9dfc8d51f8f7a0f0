using ImapPS.Protocol.Grammar;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>Reads SEARCH, ESEARCH and VANISHED.</summary>
/// <remarks>
/// <code>
/// "SEARCH" *(SP nz-number) [SP "(" "MODSEQ" SP mod-sequence-value ")"]     ; RFC 3501 section 9, RFC 7162 section 7
/// esearch-response   = "ESEARCH" [search-correlator] [SP "UID"] *(SP search-return-data)   ; RFC 9051 section 9
/// search-correlator  = SP "(" "TAG" SP tag-string ")"
/// search-return-data = "MIN" SP nz-number / "MAX" SP nz-number / "ALL" SP sequence-set / "COUNT" SP number /
///                      "MODSEQ" SP mod-sequence-value / search-ret-data-ext
/// expunged-resp      = "VANISHED" [SP "(" "EARLIER" ")"] SP known-uids     ; RFC 7162 section 7
/// </code>
/// </remarks>
internal sealed class SearchReader(ReadingContext context)
{
    public SearchResponse ReadSearch(ref ImapReader reader)
    {
        var limit = context.Limits.MaxSetRanges;
        var numbers = new List<uint>(Math.Min(reader.Rest.Length / 8, limit));
        ulong? modSeq = null;
        while (true)
        {
            reader.SkipSpaces();
            if (reader.AtEnd)
                return new SearchResponse(numbers, modSeq);
            if (reader.TryTake((byte)'('))
            {
                reader.SkipSpaces();
                if (!reader.TryTakeWord("MODSEQ"u8))
                    throw reader.Error("MODSEQ was expected");
                reader.SkipSpaces();
                modSeq = reader.ReadNumber64();
                reader.SkipListEnd();
                continue;
            }

            if (numbers.Count >= limit)
                throw reader.Error($"An answer has more than {limit} numbers (MaxSetRanges)");
            numbers.Add(reader.ReadNumber());
            if (!reader.AtEnd && reader.Peek() != ' ')
                throw reader.Error("A number was expected");
        }
    }

    public ESearchResponse ReadESearch(ref ImapReader reader)
    {
        reader.SkipSpaces();
        string? tag = null;
        if (reader.TryTake((byte)'('))
        {
            reader.SkipSpaces();
            if (!reader.TryTakeWord("TAG"u8))
                throw reader.Error("TAG was expected");
            reader.SkipSpaces();
            tag = reader.ReadKeptString(nilAllowed: false).GetText();
            reader.SkipListEnd();
            reader.SkipSpaces();
        }

        var isUid = reader.TryTakeWord("UID"u8);
        uint? min = null, max = null, count = null;
        UidSet? all = null;
        ulong? modSeq = null;
        while (true)
        {
            reader.SkipSpaces();
            if (reader.AtEnd)
                break;
            var name = reader.ReadAtom();
            reader.SkipSpaces();
            if (ByteText.EqualsIgnoreCase(name, "MIN"u8))
                min = reader.ReadNumber();
            else if (ByteText.EqualsIgnoreCase(name, "MAX"u8))
                max = reader.ReadNumber();
            else if (ByteText.EqualsIgnoreCase(name, "COUNT"u8))
                count = reader.ReadNumber();
            else if (ByteText.EqualsIgnoreCase(name, "ALL"u8))
                all = ReadSet(ref reader);
            else if (ByteText.EqualsIgnoreCase(name, "MODSEQ"u8))
                modSeq = reader.ReadNumber64();
            else if (!reader.AtEnd)
                reader.SkipValue();
        }

        return new ESearchResponse(tag, isUid) { Min = min, Max = max, Count = count, All = all, ModSeq = modSeq };
    }

    public VanishedResponse ReadVanished(ref ImapReader reader)
    {
        reader.SkipSpaces();
        var earlier = false;
        if (reader.TryTake((byte)'('))
        {
            reader.SkipSpaces();
            earlier = reader.TryTakeWord("EARLIER"u8);
            reader.SkipListEnd();
            reader.SkipSpaces();
        }

        return new VanishedResponse(earlier, ReadSet(ref reader));
    }

    private UidSet ReadSet(ref ImapReader reader)
    {
        if (!UidSet.TryParse(reader.ReadAtom(), out var set, context.Limits.MaxSetRanges))
            throw reader.Error($"A set such as 1:5,9 was expected, of at most {context.Limits.MaxSetRanges} ranges (MaxSetRanges)");
        return set;
    }
}
