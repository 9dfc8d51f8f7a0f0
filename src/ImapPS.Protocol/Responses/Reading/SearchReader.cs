using ImapPS.Protocol.Grammar;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>Reads SEARCH, SORT, ESEARCH and VANISHED.</summary>
/// <remarks>
/// <code>
/// "SEARCH" *(SP nz-number) [SP "(" "MODSEQ" SP mod-sequence-value ")"]     ; RFC 3501 section 9, RFC 7162 section 7
/// sort-data          = "SORT" *(SP nz-number) [SP "(" "MODSEQ" SP mod-sequence-value ")"]  ; RFC 5256 section 5, RFC 7162 section 7
/// esearch-response   = "ESEARCH" [search-correlator] [SP "UID"] *(SP search-return-data)   ; RFC 9051 section 9
/// search-correlator  = SP "(" one-correlator *(SP one-correlator) ")"                       ; RFC 7377 section 4
/// one-correlator     = ("TAG" SP tag-string) / ("MAILBOX" SP astring) / ("UIDVALIDITY" SP nz-number)
/// search-return-data = "MIN" SP nz-number / "MAX" SP nz-number / "ALL" SP sequence-set / "COUNT" SP number /
///                      "MODSEQ" SP mod-sequence-value / search-ret-data-ext / ret-data-partial
/// ret-data-partial   = "PARTIAL" SP "(" partial-range SP partial-results ")"                ; RFC 9394 section 4
/// partial-results    = sequence-set / "NIL"
/// expunged-resp      = "VANISHED" [SP "(" "EARLIER" ")"] SP known-uids     ; RFC 7162 section 7
/// </code>
/// </remarks>
internal sealed class SearchReader(ReadingContext context)
{
    public SearchResponse ReadSearch(ref ImapReader reader)
    {
        var numbers = ReadNumbers(ref reader, out var modSeq);
        return new SearchResponse(numbers, modSeq);
    }

    public SortResponse ReadSort(ref ImapReader reader)
    {
        var numbers = ReadNumbers(ref reader, out var modSeq);
        return new SortResponse(numbers, modSeq);
    }

    private List<uint> ReadNumbers(ref ImapReader reader, out ulong? modSeq)
    {
        var limit = context.Limits.MaxSetRanges;
        var numbers = new List<uint>(Math.Min(reader.Rest.Length / 8, limit));
        modSeq = null;
        while (true)
        {
            reader.SkipSpaces();
            if (reader.AtEnd)
                return numbers;
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
        ReadCorrelator(ref reader, out var tag, out var mailbox, out var validity);
        var isUid = reader.TryTakeWord("UID"u8);
        uint? min = null, max = null, count = null;
        UidSequence? all = null;
        SearchPartial? partial = null;
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
                all = ReadSequence(ref reader);
            else if (ByteText.EqualsIgnoreCase(name, "PARTIAL"u8))
                partial = ReadPartial(ref reader);
            else if (ByteText.EqualsIgnoreCase(name, "MODSEQ"u8))
                modSeq = reader.ReadNumber64();
            else if (!reader.AtEnd)
                reader.SkipValue();
        }

        return new ESearchResponse(tag, isUid) { Mailbox = mailbox, UidValidity = validity, Min = min, Max = max, Count = count, All = all, Partial = partial, ModSeq = modSeq };
    }

    private void ReadCorrelator(ref ImapReader reader, out string? tag, out MailboxName? mailbox, out uint? validity)
    {
        tag = null;
        mailbox = null;
        validity = null;
        if (!reader.TryTake((byte)'('))
            return;
        while (true)
        {
            reader.SkipSpaces();
            if (reader.TryTake((byte)')'))
                break;
            var name = reader.ReadAtom();
            reader.SkipSpaces();
            if (ByteText.EqualsIgnoreCase(name, "TAG"u8))
                tag = reader.ReadKeptString(nilAllowed: false).GetText();
            else if (ByteText.EqualsIgnoreCase(name, "MAILBOX"u8))
                mailbox = MailboxName.FromWire(reader.ReadKeptString(nilAllowed: false).Bytes, context.Utf8);
            else if (ByteText.EqualsIgnoreCase(name, "UIDVALIDITY"u8))
                validity = reader.ReadNumber();
            else
                reader.SkipValue();
        }

        reader.SkipSpaces();
    }

    private SearchPartial ReadPartial(ref ImapReader reader)
    {
        reader.Expect((byte)'(');
        reader.SkipSpaces();
        if (!PartialRange.TryParse(reader.ReadAtom(), out var range))
            throw reader.Error("A range of results was expected");
        reader.SkipSpaces();
        var results = reader.TryTakeWord("NIL"u8) ? null : ReadSequence(ref reader);
        reader.SkipListEnd();
        return new SearchPartial(range, results);
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

    private UidSequence ReadSequence(ref ImapReader reader)
    {
        if (!UidSequence.TryParse(reader.ReadAtom(), out var sequence, context.Limits.MaxSetRanges))
            throw reader.Error($"A set such as 1:5,9 was expected, of at most {context.Limits.MaxSetRanges} ranges (MaxSetRanges)");
        return sequence;
    }

    private UidSet ReadSet(ref ImapReader reader)
    {
        if (!UidSet.TryParse(reader.ReadAtom(), out var set, context.Limits.MaxSetRanges))
            throw reader.Error($"A set such as 1:5,9 was expected, of at most {context.Limits.MaxSetRanges} ranges (MaxSetRanges)");
        return set;
    }
}
