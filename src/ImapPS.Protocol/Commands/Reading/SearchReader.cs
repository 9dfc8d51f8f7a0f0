using ImapPS.Protocol.Grammar;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>Reads SEARCH with a stack of its own; the grammar stands with <see cref="UidSearchCommand"/> and the keys.</summary>
internal static class SearchReader
{
    /// <param name="reader">Stands behind the name.</param>
    /// <param name="byUid">Whether it is UID SEARCH.</param>
    /// <param name="code">BADCHARSET if the charset isn't known (RFC 9051 section 6.4.4).</param>
    public static UidSearchCommand? Read(ref ImapReader reader, bool byUid, out string? code)
    {
        code = null;
        SearchReturn? options = null;
        reader.Expect((byte)' ');
        if (reader.TryTakeWord("RETURN"u8))
        {
            reader.Expect((byte)' ');
            options = (SearchReturn)reader.ReadOptions(CommandWords.SearchReturn, emptyAllowed: true);
            reader.Expect((byte)' ');
        }

        if (reader.TryTakeWord("CHARSET"u8))
        {
            reader.Expect((byte)' ');
            var charset = reader.ReadAString().ToUpperInvariant();
            if (charset is not ("UTF-8" or "US-ASCII"))
            {
                code = "BADCHARSET (UTF-8)";
                return null;
            }

            reader.Expect((byte)' ');
        }

        return new UidSearchCommand(ReadProgram(ref reader)) { Return = options, ByUid = byUid };
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
                SearchFrameKind.Not => true,
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
        var word = reader.ReadWord().ToUpperInvariant();
        var index = Array.IndexOf(CommandWords.SearchWord, word);
        if (index >= 0)
            return new SearchWordKey((SearchWord)index);
        if (word is not ("FROM" or "TO" or "CC" or "BCC" or "SUBJECT" or "BODY" or "TEXT" or "HEADER" or "BEFORE" or "ON" or "SINCE"
            or "SENTBEFORE" or "SENTON" or "SENTSINCE" or "KEYWORD" or "UNKEYWORD" or "LARGER" or "SMALLER" or "UID" or "MODSEQ"
            or "OLDER" or "YOUNGER"))
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
                return SearchKey.Uid(reader.ReadSet());
            case "OLDER":
                return SearchKey.Older(reader.ReadNumber());
            case "YOUNGER":
                return SearchKey.Younger(reader.ReadNumber());
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
