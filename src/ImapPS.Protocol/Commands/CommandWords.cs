namespace ImapPS.Protocol.Commands;

/// <summary>The words of option lists, each at the place of its bit.</summary>
internal static class CommandWords
{
    public static readonly string[] Status = ["MESSAGES", "RECENT", "UIDNEXT", "UIDVALIDITY", "UNSEEN", "DELETED", "SIZE", "HIGHESTMODSEQ", "APPENDLIMIT", "MAILBOXID"];
    public static readonly string[] ListSelection = ["SUBSCRIBED", "REMOTE", "RECURSIVEMATCH", "SPECIAL-USE"];
    public static readonly string[] ListReturn = ["SUBSCRIBED", "CHILDREN", "SPECIAL-USE"];
    public static readonly string[] SearchReturn = ["MIN", "MAX", "ALL", "COUNT", "SAVE"];
    public static readonly string[] Fetch = [
        "UID", "FLAGS", "INTERNALDATE", "RFC822.SIZE", "MODSEQ", "ENVELOPE", "BODY", "BODYSTRUCTURE", "RFC822", "RFC822.HEADER", "RFC822.TEXT",
        "PREVIEW", "SAVEDATE", "EMAILID", "THREADID", "X-GM-LABELS", "X-GM-MSGID", "X-GM-THRID",
    ];

    public static readonly string[] NotifyEvents = ["MessageNew", "MessageExpunge", "FlagChange", "AnnotationChange", "MailboxName", "SubscriptionChange", "MailboxMetadataChange", "ServerMetadataChange"];
    public static readonly string[] EntryTypes = ["ALL", "PRIV", "SHARED"];

    // In the order of their enumerations.
    public static readonly string[] SearchWord = ["ALL", "ANSWERED", "DELETED", "DRAFT", "FLAGGED", "SEEN", "UNANSWERED", "UNDELETED", "UNDRAFT", "UNFLAGGED", "UNSEEN", "NEW", "OLD", "RECENT", "SAVEDATESUPPORTED"];
    public static readonly string[] SearchField = ["FROM", "TO", "CC", "BCC", "SUBJECT", "BODY", "TEXT"];
    public static readonly string[] SortKey = ["ARRIVAL", "CC", "DATE", "FROM", "SIZE", "SUBJECT", "TO", "DISPLAYFROM", "DISPLAYTO"];
    public static readonly string[] ThreadAlgorithm = ["ORDEREDSUBJECT", "REFERENCES", "REFS"];
    public static readonly string[] SearchSource = ["SELECTED", "INBOXES", "PERSONAL", "SUBSCRIBED", "SUBTREE", "SUBTREE-ONE", "MAILBOXES"];
    public static readonly string[] NotifyFilter = ["selected", "selected-delayed", "inboxes", "personal", "subscribed", "subtree", "mailboxes"];
    public static readonly string[] SearchDateField = ["BEFORE", "ON", "SINCE", "SENTBEFORE", "SENTON", "SENTSINCE", "SAVEDBEFORE", "SAVEDON", "SAVEDSINCE"];

    /// <summary>The words whose bits are set, with one space between.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A bit is set that has no word.</exception>
    public static string Join(string[] words, int bits)
    {
        if ((bits & -(1 << words.Length)) != 0)
            throw new ArgumentOutOfRangeException(nameof(bits), "An option is set that doesn't exist.");
        return string.Join(" ", words.Where((_, i) => (bits & (1 << i)) != 0));
    }

    /// <summary>The index of an enumeration's member.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It has no word.</exception>
    public static int Check(string[] words, int index, string parameter) =>
        index >= 0 && index < words.Length ? index : throw new ArgumentOutOfRangeException(parameter, "An option is set that doesn't exist.");

    /// <summary>The bit of a word as it came from a client; 0 if there is none.</summary>
    public static int Bit(string[] words, string word)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (word.Equals(words[i], StringComparison.OrdinalIgnoreCase))
                return 1 << i;
        }

        return 0;
    }
}
