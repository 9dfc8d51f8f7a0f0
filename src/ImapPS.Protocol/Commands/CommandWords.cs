namespace ImapPS.Protocol.Commands;

/// <summary>The words of option lists, each at the place of its bit.</summary>
internal static class CommandWords
{
    public static readonly string[] Status = ["MESSAGES", "RECENT", "UIDNEXT", "UIDVALIDITY", "UNSEEN", "DELETED", "SIZE", "HIGHESTMODSEQ", "APPENDLIMIT", "MAILBOXID"];
    public static readonly string[] ListSelection = ["SUBSCRIBED", "REMOTE", "RECURSIVEMATCH", "SPECIAL-USE"];
    public static readonly string[] ListReturn = ["SUBSCRIBED", "CHILDREN", "SPECIAL-USE"];
    public static readonly string[] SearchReturn = ["MIN", "MAX", "ALL", "COUNT", "SAVE"];
    public static readonly string[] Fetch = ["UID", "FLAGS", "INTERNALDATE", "RFC822.SIZE", "MODSEQ", "ENVELOPE", "BODY", "BODYSTRUCTURE", "RFC822", "RFC822.HEADER", "RFC822.TEXT"];

    /// <summary>The words whose bits are set, with one space between.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A bit is set that has no word.</exception>
    public static string Join(string[] words, int bits)
    {
        if ((bits & -(1 << words.Length)) != 0)
            throw new ArgumentOutOfRangeException(nameof(bits), "An option is set that doesn't exist.");
        return string.Join(" ", words.Where((_, i) => (bits & (1 << i)) != 0));
    }

    /// <summary>The bit of a word as it came from a client; 0 if there is none.</summary>
    public static int Bit(string[] words, ReadOnlySpan<byte> word)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i].Length == word.Length && Grammar.ByteText.ToText(word).Equals(words[i], StringComparison.OrdinalIgnoreCase))
                return 1 << i;
        }

        return 0;
    }
}
