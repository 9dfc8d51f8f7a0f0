using ImapPS.Protocol.Grammar;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>Reads SEARCH and its kin with a stack of its own; the grammar stands with the commands and the keys.</summary>
internal static class SearchReader
{
    /// <param name="reader">Stands behind the name.</param>
    /// <param name="byUid">Whether it is UID SEARCH.</param>
    /// <param name="code">BADCHARSET if the charset isn't known (RFC 9051 section 6.4.4).</param>
    public static UidSearchCommand? Read(ref ImapReader reader, bool byUid, out string? code)
    {
        reader.Expect((byte)' ');
        ReadReturn(ref reader, out var options, out var partial);
        code = ReadCharsetWord(ref reader);
        return code is null ? new UidSearchCommand(ReadProgram(ref reader)) { Return = options, Partial = partial, ByUid = byUid } : null;
    }

    public static UidSortCommand? ReadSort(ref ImapReader reader, bool byUid, out string? code)
    {
        reader.Expect((byte)' ');
        ReadReturn(ref reader, out var options, out var partial);
        reader.Expect((byte)'(');
        var criteria = new List<SortCriterion>();
        do
        {
            var reverse = reader.TryTakeWord("REVERSE"u8);
            if (reverse)
                reader.Expect((byte)' ');
            criteria.Add(new SortCriterion((SortKey)reader.ReadChoice(CommandWords.SortKey), reverse));
            reader.CheckListLength(criteria.Count);
        }
        while (reader.TryTake((byte)' '));
        reader.Expect((byte)')');
        reader.Expect((byte)' ');
        code = ReadCharset(ref reader);
        return code is null ? new UidSortCommand(criteria, ReadProgram(ref reader)) { Return = options, Partial = partial, ByUid = byUid } : null;
    }

    public static UidThreadCommand? ReadThread(ref ImapReader reader, bool byUid, out string? code)
    {
        reader.Expect((byte)' ');
        var algorithm = (ThreadAlgorithm)reader.ReadChoice(CommandWords.ThreadAlgorithm);
        reader.Expect((byte)' ');
        code = ReadCharset(ref reader);
        return code is null ? new UidThreadCommand(algorithm, ReadProgram(ref reader)) { ByUid = byUid } : null;
    }

    public static MultiSearchCommand? ReadMulti(ref ImapReader reader, bool utf8, out string? code)
    {
        reader.Expect((byte)' ');
        var sources = new List<SearchSource>();
        if (reader.TryTakeWord("IN"u8))
        {
            reader.Expect((byte)' ');
            reader.Expect((byte)'(');
            do
            {
                sources.Add(ReadSource(ref reader, utf8));
                reader.CheckListLength(sources.Count);
            }
            while (reader.TryTake((byte)' '));
            reader.Expect((byte)')');
            reader.Expect((byte)' ');
        }

        ReadReturn(ref reader, out var options, out var partial);
        if (partial is not null)
            throw reader.Error("PARTIAL isn't known here");
        code = ReadCharsetWord(ref reader);
        return code is null ? new MultiSearchCommand(sources, ReadProgram(ref reader)) { Return = options ?? SearchReturn.All } : null;
    }

    private static SearchSource ReadSource(ref ImapReader reader, bool utf8)
    {
        var kind = (SearchSourceKind)reader.ReadChoice(CommandWords.SearchSource);
        if (kind < SearchSourceKind.Subtree)
            return new SearchSource(kind);
        reader.Expect((byte)' ');
        return new SearchSource(kind, ReadMailboxes(ref reader, utf8));
    }

    // one-or-more-mailbox = mailbox / many-mailboxes; many-mailboxes = "(" mailbox *(SP mailbox) ")"      ; RFC 5465 section 8
    public static IReadOnlyList<MailboxName> ReadMailboxes(ref ImapReader reader, bool utf8)
    {
        var names = new List<MailboxName>();
        var list = reader.TryTake((byte)'(');
        do
        {
            names.Add(MailboxName.FromWire(reader.ReadAStringBytes(), utf8));
            reader.CheckListLength(names.Count);
        }
        while (list && reader.TryTake((byte)' '));
        if (list)
            reader.Expect((byte)')');
        return names;
    }

    private static void ReadReturn(ref ImapReader reader, out SearchReturn? options, out PartialRange? partial)
    {
        options = null;
        partial = null;
        if (!reader.TryTakeWord("RETURN"u8))
            return;
        reader.Expect((byte)' ');
        reader.Expect((byte)'(');
        var bits = SearchReturn.None;
        if (!reader.TryTake((byte)')'))
        {
            do
            {
                if (reader.TryTakeWord("PARTIAL"u8))
                {
                    reader.Expect((byte)' ');
                    partial = PartialRange.TryParse(reader.ReadUntil(" )"u8), out var range) ? range : throw reader.Error("A range of results was expected");
                }
                else
                {
                    bits |= (SearchReturn)reader.ReadOption(CommandWords.SearchReturn);
                }
            }
            while (reader.TryTake((byte)' '));
            reader.Expect((byte)')');
        }

        if (bits != SearchReturn.None || partial is null)
            options = bits;
        reader.Expect((byte)' ');
    }

    private static string? ReadCharsetWord(ref ImapReader reader)
    {
        if (!reader.TryTakeWord("CHARSET"u8))
            return null;
        reader.Expect((byte)' ');
        return ReadCharset(ref reader);
    }

    /// <returns>The response code if it isn't known.</returns>
    private static string? ReadCharset(ref ImapReader reader)
    {
        if (reader.ReadAString().ToUpperInvariant() is not ("UTF-8" or "US-ASCII"))
            return "BADCHARSET (UTF-8)";
        reader.Expect((byte)' ');
        return null;
    }

    private static SearchKey ReadProgram(ref ImapReader reader)
    {
        var stack = new List<SearchFrame> { new(SearchFrameKind.Program) };
        while (true)
        {
            if (TryReadOpening(ref reader, out var kind))
            {
                if (stack.Count > reader.Limits.MaxNesting)
                    throw reader.Error($"A search nests deeper than {reader.Limits.MaxNesting} (MaxNesting)");
                stack.Add(new SearchFrame(kind));
                continue;
            }

            var done = Close(ref reader, stack, ReadLeaf(ref reader));
            if (done is not null)
                return done;
        }
    }

    private static bool TryReadOpening(ref ImapReader reader, out SearchFrameKind kind)
    {
        kind = SearchFrameKind.Group;
        if (reader.TryTake((byte)'('))
            return true;
        if (reader.TryTakeWord("NOT"u8))
            kind = SearchFrameKind.Not;
        else if (reader.TryTakeWord("FUZZY"u8))
            kind = SearchFrameKind.Fuzzy;
        else if (reader.TryTakeWord("OR"u8))
            kind = SearchFrameKind.Or;
        else
            return false;
        reader.Expect((byte)' ');
        return true;
    }

    /// <summary>Puts a key where it belongs and closes every frame that it completes.</summary>
    /// <returns>The whole program if this was its last key; null if another key must follow.</returns>
    private static SearchKey? Close(ref ImapReader reader, List<SearchFrame> stack, SearchKey key)
    {
        while (true)
        {
            var top = stack[stack.Count - 1];
            top.Keys.Add(key);
            reader.CheckListLength(top.Keys.Count);
            var complete = top.Kind switch
            {
                SearchFrameKind.Not or SearchFrameKind.Fuzzy => true,
                SearchFrameKind.Or => top.Keys.Count == 2,
                SearchFrameKind.Group => reader.TryTake((byte)')'),
                _ => reader.AtEnd,
            };
            if (!complete)
            {
                reader.Expect((byte)' ');
                return null;
            }

            key = top.Kind switch
            {
                SearchFrameKind.Not => SearchKey.Not(top.Keys[0]),
                SearchFrameKind.Fuzzy => SearchKey.Fuzzy(top.Keys[0]),
                SearchFrameKind.Or => SearchKey.Or(top.Keys[0], top.Keys[1]),
                _ => SearchKey.And(top.Keys),
            };
            if (top.Kind == SearchFrameKind.Program)
                return key;
            stack.RemoveAt(stack.Count - 1);
        }
    }

    private static SearchKey ReadLeaf(ref ImapReader reader)
    {
        if (reader.NextIsDigit || reader.Peek() == '*')
            return SearchKey.Sequence(reader.ReadSet());
        if (reader.TryTake((byte)'$'))
            return SearchKey.Saved;
        var word = reader.ReadWord().ToUpperInvariant();
        var index = Array.IndexOf(CommandWords.SearchWord, word);
        if (index >= 0)
            return new SearchWordKey((SearchWord)index);
        if (word is not ("FROM" or "TO" or "CC" or "BCC" or "SUBJECT" or "BODY" or "TEXT" or "HEADER" or "BEFORE" or "ON" or "SINCE"
            or "SENTBEFORE" or "SENTON" or "SENTSINCE" or "SAVEDBEFORE" or "SAVEDON" or "SAVEDSINCE" or "KEYWORD" or "UNKEYWORD" or "LARGER" or "SMALLER"
            or "UID" or "MODSEQ" or "OLDER" or "YOUNGER" or "EMAILID" or "THREADID" or "X-GM-MSGID" or "X-GM-THRID" or "X-GM-RAW" or "X-GM-LABELS"))
            throw reader.Error($"{word} is no search key");
        reader.Expect((byte)' ');
        if ((index = Array.IndexOf(CommandWords.SearchField, word)) >= 0)
            return new SearchTextKey((SearchField)index, reader.ReadAString());
        if ((index = Array.IndexOf(CommandWords.SearchDateField, word)) >= 0)
            return new SearchDateKey((SearchDateField)index, ReadDate(ref reader));
        return ReadOther(ref reader, word);
    }

    private static SearchKey ReadOther(ref ImapReader reader, string word)
    {
        switch (word)
        {
            case "HEADER":
                var name = reader.ReadAString();
                reader.Expect((byte)' ');
                return SearchKey.Header(name, reader.ReadAString());
            case "KEYWORD":
                return SearchKey.Keyword(reader.ReadWord());
            case "UNKEYWORD":
                return SearchKey.Unkeyword(reader.ReadWord());
            case "LARGER":
                return SearchKey.Larger(reader.ReadNumber64());
            case "SMALLER":
                return SearchKey.Smaller(reader.ReadNumber64());
            case "UID":
                return reader.TryTake((byte)'$') ? SearchKey.Saved : SearchKey.Uid(reader.ReadSet());
            case "OLDER":
                return SearchKey.Older(reader.ReadNumber());
            case "YOUNGER":
                return SearchKey.Younger(reader.ReadNumber());
            case "EMAILID" or "THREADID":
                return new SearchObjectIdKey(reader.ReadWord(), word == "THREADID");
            case "X-GM-MSGID" or "X-GM-THRID":
                return new SearchGmailIdKey(reader.ReadNumber64(), word == "X-GM-THRID");
            case "X-GM-RAW" or "X-GM-LABELS":
                return new SearchGmailTextKey(reader.ReadAString(), word == "X-GM-LABELS");
            default:
                return ReadModSeq(ref reader);
        }
    }

    // search-modseq-ext = SP entry-name SP entry-type-req         ; RFC 7162 section 7
    private static SearchKey ReadModSeq(ref ImapReader reader)
    {
        if (reader.Peek() == '"')
        {
            // A server with one number for all metadata leaves the entry out of account (RFC 7162 section 3.1.5).
            reader.ReadQuoted();
            reader.Expect((byte)' ');
            reader.ReadOption(CommandWords.EntryTypes);
            reader.Expect((byte)' ');
        }

        return SearchKey.ModSeq(reader.ReadNumber64());
    }

    private static DateTime ReadDate(ref ImapReader reader)
    {
        var text = reader.Peek() == '"' ? reader.ReadQuoted().Bytes : reader.ReadUntil(" )"u8);
        return ImapDate.TryParseDate(text, out var date) ? date : throw reader.Error("A date was expected");
    }
}
