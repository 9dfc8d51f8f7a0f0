using ImapPS.Protocol.Grammar;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>The arguments that commands share, read strictly: what no client may send is refused.</summary>
internal static class ArgumentReader
{
    /// <summary>astring = 1*ASTRING-CHAR / string, decoded; "NIL" is text like any other.</summary>
    public static string ReadAString(ref this ImapReader reader) => ByteText.ToText(reader.ReadAStringBytes());

    /// <summary>astring as octets.</summary>
    public static ReadOnlySpan<byte> ReadAStringBytes(ref this ImapReader reader)
    {
        var token = reader.ReadString(nilAllowed: false);
        CheckString(ref reader, token);
        if (token.Kind == TokenKind.Atom)
        {
            foreach (var b in token.Bytes)
            {
                if (!CharClass.IsAstring(b))
                    throw reader.Error("A string must be quoted");
            }
        }

        return token.Bytes;
    }

    /// <summary>string = quoted / literal: no atom.</summary>
    public static string ReadProperString(ref this ImapReader reader) =>
        reader.Peek() is (byte)'"' or (byte)'{' ? reader.ReadAString() : throw reader.Error("A string was expected");

    /// <summary>list-mailbox = 1*list-char / string</summary>
    public static ReadOnlySpan<byte> ReadListMailbox(ref this ImapReader reader)
    {
        var token = reader.ReadString(nilAllowed: false);
        CheckString(ref reader, token);
        if (token.Kind == TokenKind.Atom)
        {
            foreach (var b in token.Bytes)
            {
                if (!CharClass.IsList(b))
                    throw reader.Error("A pattern must be quoted");
            }
        }

        return token.Bytes;
    }

    /// <summary>An atom up to the next space or parenthesis.</summary>
    public static string ReadWord(ref this ImapReader reader)
    {
        var word = reader.ReadUntil(" ()"u8);
        if (word.IsEmpty)
            throw reader.Error("An atom was expected");
        foreach (var b in word)
        {
            if (!CharClass.IsAtom(b))
                throw reader.Error("An atom was expected");
        }

        return ByteText.ToText(word);
    }

    /// <summary>"(" word *(SP word) ")", or "()" where that is allowed: each word by its bit.</summary>
    public static int ReadOptions(ref this ImapReader reader, string[] words, bool emptyAllowed = false)
    {
        reader.Expect((byte)'(');
        if (emptyAllowed && reader.TryTake((byte)')'))
            return 0;
        var bits = 0;
        do
            bits |= reader.ReadOption(words);
        while (reader.TryTake((byte)' '));
        reader.Expect((byte)')');
        return bits;
    }

    /// <summary>One word by its bit.</summary>
    public static int ReadOption(ref this ImapReader reader, string[] words)
    {
        var word = reader.ReadWord();
        var bit = CommandWords.Bit(words, word);
        return bit != 0 ? bit : throw reader.Error($"{word} is unknown here");
    }

    /// <summary>One word by its index.</summary>
    public static int ReadChoice(ref this ImapReader reader, string[] words)
    {
        var word = reader.ReadWord();
        var index = Array.FindIndex(words, w => w.Equals(word, StringComparison.OrdinalIgnoreCase));
        return index >= 0 ? index : throw reader.Error($"{word} is unknown here");
    }

    /// <summary>sequence-set; the saved result "$" (RFC 5182) is read where it may stand: in SEARCH and FETCH.</summary>
    public static UidSet ReadSet(ref this ImapReader reader) =>
        UidSet.TryParse(reader.ReadUntil(" )"u8), out var set, reader.Limits.MaxSetRanges)
            ? set
            : throw reader.Error("A set of messages was expected");

    /// <summary>flag-list = "(" [flag *(SP flag)] ")", or for STORE flag *(SP flag).</summary>
    public static MessageFlags ReadFlags(ref this ImapReader reader, bool bareAllowed)
    {
        var list = reader.TryTake((byte)'(');
        if (!list && !bareAllowed)
            throw reader.Error("A list of flags was expected");
        if (list && reader.TryTake((byte)')'))
            return MessageFlags.None;
        var names = new List<string>();
        do
        {
            names.Add(ByteText.ToText(reader.ReadUntil(" ()"u8)));
            reader.CheckListLength(names.Count);
        }
        while (reader.TryTake((byte)' '));
        if (list)
            reader.Expect((byte)')');
        return MessageFlags.Parse(names.ToArray());
    }

    public static void CheckListLength(ref this ImapReader reader, int count)
    {
        if (count > reader.Limits.MaxListLength)
            throw reader.Error($"A list has more than {reader.Limits.MaxListLength} items (MaxListLength)");
    }

    private static void CheckString(ref ImapReader reader, ImapToken token)
    {
        if (token.Kind == TokenKind.Detached && token.Detached?.Content is not byte[])
            throw reader.Error("A literal is too large here");

        // CHAR8 and TEXT-CHAR leave out NUL, and TEXT-CHAR leaves out CR and LF (RFC 9051 section 9).
        if (token.Bytes.IndexOf((byte)0) >= 0 || (token.Kind == TokenKind.Quoted && token.Bytes.IndexOfAny((byte)'\r', (byte)'\n') >= 0))
            throw reader.Error("A string holds an octet that it can't");
    }
}
