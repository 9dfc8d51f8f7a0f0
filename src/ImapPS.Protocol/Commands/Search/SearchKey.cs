using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>What SEARCH looks for: one condition, or conditions joined by AND, OR and NOT (RFC 9051 section 6.4.4).</summary>
/// <remarks>Always valid and never deeper than <see cref="CommandLimits.MaxSearchDepth"/>; so walking a key down may recurse.</remarks>
public abstract record SearchKey
{
    private protected SearchKey()
    {
    }

    public static SearchKey All { get; } = new SearchWordKey(SearchWord.All);

    public static SearchKey Seen { get; } = new SearchWordKey(SearchWord.Seen);

    public static SearchKey Unseen { get; } = new SearchWordKey(SearchWord.Unseen);

    public static SearchKey Flagged { get; } = new SearchWordKey(SearchWord.Flagged);

    public static SearchKey Unflagged { get; } = new SearchWordKey(SearchWord.Unflagged);

    public static SearchKey Answered { get; } = new SearchWordKey(SearchWord.Answered);

    public static SearchKey Unanswered { get; } = new SearchWordKey(SearchWord.Unanswered);

    public static SearchKey Deleted { get; } = new SearchWordKey(SearchWord.Deleted);

    public static SearchKey Undeleted { get; } = new SearchWordKey(SearchWord.Undeleted);

    public static SearchKey Draft { get; } = new SearchWordKey(SearchWord.Draft);

    public static SearchKey Undraft { get; } = new SearchWordKey(SearchWord.Undraft);

    /// <summary>What the last search with RETURN (SAVE) found (RFC 5182): "$".</summary>
    public static SearchKey Saved { get; } = new SearchSavedKey();

    /// <summary>How deep composite keys nest; 0 for a single condition.</summary>
    internal virtual int Depth => 0;

    /// <summary>Whether no string in it needs a charset.</summary>
    internal virtual bool IsAscii => true;

    /// <exception cref="ArgumentException">The text holds NUL or half of a surrogate pair; likewise in the next ones.</exception>
    public static SearchKey From(string text) => new SearchTextKey(SearchField.From, text);

    public static SearchKey To(string text) => new SearchTextKey(SearchField.To, text);

    public static SearchKey Cc(string text) => new SearchTextKey(SearchField.Cc, text);

    public static SearchKey Bcc(string text) => new SearchTextKey(SearchField.Bcc, text);

    public static SearchKey Subject(string text) => new SearchTextKey(SearchField.Subject, text);

    public static SearchKey Body(string text) => new SearchTextKey(SearchField.Body, text);

    /// <summary>Header or body.</summary>
    public static SearchKey Text(string text) => new SearchTextKey(SearchField.Text, text);

    /// <summary>A header field that holds this text; with "" any message that has the field.</summary>
    public static SearchKey Header(string name, string value) => new SearchHeaderKey(name, value);

    /// <summary>INTERNALDATE on that day or later; the server takes the day in its own or the message's zone.</summary>
    public static SearchKey Since(DateTime date) => new SearchDateKey(SearchDateField.Since, date);

    public static SearchKey Before(DateTime date) => new SearchDateKey(SearchDateField.Before, date);

    public static SearchKey On(DateTime date) => new SearchDateKey(SearchDateField.On, date);

    /// <summary>The Date field on that day or later.</summary>
    public static SearchKey SentSince(DateTime date) => new SearchDateKey(SearchDateField.SentSince, date);

    public static SearchKey SentBefore(DateTime date) => new SearchDateKey(SearchDateField.SentBefore, date);

    public static SearchKey SentOn(DateTime date) => new SearchDateKey(SearchDateField.SentOn, date);

    /// <summary>SAVEDATE on that day or later (RFC 8514).</summary>
    public static SearchKey SavedSince(DateTime date) => new SearchDateKey(SearchDateField.SavedSince, date);

    public static SearchKey SavedBefore(DateTime date) => new SearchDateKey(SearchDateField.SavedBefore, date);

    /// <summary>The message of that EMAILID; all copies of it (RFC 8474).</summary>
    /// <exception cref="ArgumentException">It is no objectid; likewise in the next one.</exception>
    public static SearchKey EmailId(string id) => new SearchObjectIdKey(id, false);

    /// <summary>The messages of that THREADID (RFC 8474).</summary>
    public static SearchKey ThreadId(string id) => new SearchObjectIdKey(id, true);

    /// <exception cref="ArgumentException">The keyword isn't an atom.</exception>
    public static SearchKey Keyword(string keyword) => new SearchKeywordKey(keyword, true);

    /// <exception cref="ArgumentException">The keyword isn't an atom.</exception>
    public static SearchKey Unkeyword(string keyword) => new SearchKeywordKey(keyword, false);

    /// <summary>RFC822.SIZE over this many octets.</summary>
    public static SearchKey Larger(ulong octets) => new SearchSizeKey(octets, true);

    /// <summary>RFC822.SIZE under this many octets.</summary>
    public static SearchKey Smaller(ulong octets) => new SearchSizeKey(octets, false);

    public static SearchKey Uid(UidSet uids) => new SearchSetKey(uids, true);

    public static SearchKey Sequence(UidSet numbers) => new SearchSetKey(numbers, false);

    /// <summary>MODSEQ of this or more (RFC 7162 section 3.1.5).</summary>
    public static SearchKey ModSeq(ulong value) => new SearchModSeqKey(value);

    /// <summary>INTERNALDATE at least so long ago (RFC 5032).</summary>
    public static SearchKey Older(uint seconds) => new SearchAgeKey(seconds, true);

    /// <summary>INTERNALDATE at most so long ago (RFC 5032).</summary>
    public static SearchKey Younger(uint seconds) => new SearchAgeKey(seconds, false);

    /// <exception cref="ArgumentException">It would nest deeper than <see cref="CommandLimits.MaxSearchDepth"/>.</exception>
    public static SearchKey Not(SearchKey key) => new SearchNotKey(key);

    /// <summary>A key that the server may match less than exactly (SEARCH=FUZZY, RFC 6203).</summary>
    /// <exception cref="ArgumentException">It would nest deeper than <see cref="CommandLimits.MaxSearchDepth"/>.</exception>
    public static SearchKey Fuzzy(SearchKey key) => new SearchFuzzyKey(key);

    /// <exception cref="ArgumentException">It would nest deeper than <see cref="CommandLimits.MaxSearchDepth"/>; for many terms use <see cref="AnyOf"/>.</exception>
    public static SearchKey Or(SearchKey left, SearchKey right) => new SearchOrKey(left, right);

    /// <summary>All of the keys; <see cref="All"/> if there are none.</summary>
    /// <exception cref="ArgumentException">It would nest deeper than <see cref="CommandLimits.MaxSearchDepth"/>.</exception>
    public static SearchKey And(params IReadOnlyList<SearchKey> keys)
    {
        if (keys is null)
            throw new ArgumentNullException(nameof(keys));
        return keys.Count switch
        {
            0 => All,
            1 => keys[0],
            _ => new SearchAndKey(keys),
        };
    }

    /// <summary>Any of the keys, as a balanced tree: ten thousand terms nest fourteen deep.</summary>
    /// <remarks>Such a command may still be longer than a server takes (<see cref="EncodedCommand.LineLength"/>): the caller then asks in parts.</remarks>
    /// <exception cref="ArgumentException">There are no keys, or they would nest deeper than <see cref="CommandLimits.MaxSearchDepth"/>.</exception>
    public static SearchKey AnyOf(IReadOnlyList<SearchKey> keys)
    {
        if (keys is null)
            throw new ArgumentNullException(nameof(keys));
        if (keys.Count == 0)
            throw new ArgumentException("Any of nothing matches nothing, which SEARCH can't say.", nameof(keys));
        var level = keys.ToList();
        while (level.Count > 1)
        {
            var next = new List<SearchKey>((level.Count + 1) / 2);
            for (var i = 0; i + 1 < level.Count; i += 2)
                next.Add(new SearchOrKey(level[i], level[i + 1]));
            if (level.Count % 2 == 1)
                next.Add(level[level.Count - 1]);
            level = next;
        }

        return level[0];
    }

    /// <summary>Writes the key as one search-key, in parentheses where it needs them.</summary>
    internal abstract void Write(CommandWriter writer);

    private protected static SearchKey Nested(SearchKey key, string parameter)
    {
        if (key is null)
            throw new ArgumentNullException(parameter);
        return key.Depth < CommandLimits.MaxSearchDepth
            ? key
            : throw new ArgumentException($"A search nests deeper than {CommandLimits.MaxSearchDepth} (MaxSearchDepth).", parameter);
    }
}
