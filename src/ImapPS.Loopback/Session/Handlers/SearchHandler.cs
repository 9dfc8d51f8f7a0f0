using ImapPS.Loopback.Searching;
using ImapPS.Loopback.Store;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Loopback.Session.Handlers;

/// <summary>SEARCH (RFC 9051 section 6.4.4, RFC 3501 section 6.4.4 for the plain answer, RFC 7162 section 3.1.5 for MODSEQ), and what SORT has in common with it.</summary>
internal static class SearchHandler
{
    public static async Task<Answer> RunAsync(SessionContext context, MailboxView view, UidSearchCommand command, string tag)
    {
        if ((Refusal(context, command.Key) ?? ReturnRefusal(context, view, command.Return, command.Partial)) is { } refusal)
            return refusal;
        var found = Find(context, view, command.Key);
        var results = found.Select(i => Number(view, i, command.ByUid)).ToList();
        // IMAP4rev2 answers with ESEARCH, whether RETURN was asked for or not (RFC 9051 section 6.4.4).
        var options = command.Return ?? (context.IsRev2 && command.Partial is null ? SearchReturn.All : null);
        if (Extended(view, found, results, options, command.Partial, command.ByUid) is { } extended)
            await context.Output.WriteAsync(extended with { Tag = tag, ModSeq = HighestModSeq(view, found, command.Key) }).ConfigureAwait(false);
        else if (options is null)
            await context.Output.WriteAsync(new SearchResponse(results, HighestModSeq(view, found, command.Key))).ConfigureAwait(false);
        return Answer.Ok(command.Name + " completed");
    }

    /// <summary>The answer if a key is used that isn't offered.</summary>
    public static Answer? Refusal(SessionContext context, SearchKey key)
    {
        return Mentions(key, k => Needed(k) is { } missing && !context.Offers(missing)) is { } used ? Answer.NotOffered(Needed(used)!) : null;
    }

    /// <summary>The indexes of the messages that match, ascending.</summary>
    public static List<int> Find(SessionContext context, MailboxView view, SearchKey key)
    {
        context.CondStore |= IsByModSeq(key);
        var matcher = new SearchMatcher(view);
        var found = new List<int>();
        for (var i = 0; i < view.Messages.Count; i++)
        {
            if (matcher.Matches(key, i))
                found.Add(i);
        }

        return found;
    }

    public static uint Number(MailboxView view, int index, bool byUid) => byUid ? view.Messages[index].Uid : (uint)index + 1;

    /// <summary>What the return options ask for; null if they ask for no answer, or there are none.</summary>
    /// <param name="view">Keeps what SAVE saves.</param>
    /// <param name="found">The matches' indexes, in the order of the answer.</param>
    /// <param name="results">Their numbers.</param>
    /// <param name="asked">The options.</param>
    /// <param name="partial">The range of PARTIAL.</param>
    /// <param name="byUid">Whether the numbers are UIDs.</param>
    public static ESearchResponse? Extended(MailboxView view, List<int> found, List<uint> results, SearchReturn? asked, PartialRange? partial, bool byUid)
    {
        if (asked is null && partial is null)
            return null;
        var options = asked ?? SearchReturn.None;
        var (first, count) = partial is { } range ? Places(range, results.Count) : (0, results.Count);
        if ((options & SearchReturn.Save) != 0)
        {
            // RFC 5182 section 2.4: MIN and MAX alone save no more than they tell.
            var some = (options & (SearchReturn.All | SearchReturn.Count)) == 0 && (options & (SearchReturn.Min | SearchReturn.Max)) != 0;
            var saved = !some ? found.Skip(first).Take(count)
                : found.Where((_, i) => (i == 0 && (options & SearchReturn.Min) != 0) || (i == found.Count - 1 && (options & SearchReturn.Max) != 0));
            view.Saved = UidSet.From(saved.Select(i => view.Messages[i].Uid));
            if (options == SearchReturn.Save && partial is null)
                return null;
        }

        var any = results.Count > 0;
        return new ESearchResponse(null, byUid)
        {
            Min = any && (options & SearchReturn.Min) != 0 ? results[0] : null,
            Max = any && (options & SearchReturn.Max) != 0 ? results[results.Count - 1] : null,
            All = any && (options & SearchReturn.All) != 0 ? UidSequence.From(results) : null,
            Count = (options & SearchReturn.Count) != 0 ? (uint)results.Count : null,
            Partial = partial is { } asRange ? new SearchPartial(asRange, count > 0 ? UidSequence.From(results.Skip(first).Take(count)) : null) : null,
        };
    }

    /// <summary>The answer if a return option is used that isn't offered. A SAVE that is refused leaves nothing saved (RFC 5182 section 2.1).</summary>
    public static Answer? ReturnRefusal(SessionContext context, MailboxView view, SearchReturn? options, PartialRange? partial)
    {
        if ((options is not null || partial is not null) && !context.Offers("ESEARCH"))
            return Answer.NotOffered("ESEARCH");
        if (partial is { } range && !context.Offers("PARTIAL") && (range.FromEnd || !context.Offers("CONTEXT=SEARCH")))
            return Answer.NotOffered("PARTIAL");
        if ((options & SearchReturn.Save) is null or SearchReturn.None)
            return null;
        view.Saved = UidSet.Empty;
        return context.Offers("SEARCHRES") ? null : Answer.NotOffered("SEARCHRES");
    }

    /// <summary>The highest MODSEQ of the matches, told where the search was for one.</summary>
    public static ulong? HighestModSeq(MailboxView view, List<int> found, SearchKey key) =>
        found.Count > 0 && IsByModSeq(key) ? found.Max(i => view.Messages[i].ModSeq) : null;

    private static bool IsByModSeq(SearchKey key) => Mentions(key, static k => k is SearchModSeqKey) is not null;

    private static (int First, int Count) Places(PartialRange range, int total)
    {
        // RFC 9394 section 3.1: a range beyond the results is cut to them; -1 is the last one.
        var last = (int)Math.Min(range.Last, (uint)total);
        var count = (int)Math.Max(0, last - (long)range.First + 1);
        return (count == 0 ? 0 : range.FromEnd ? total - last : (int)range.First - 1, count);
    }

    /// <summary>The capability that a key belongs to; null for those that every server has.</summary>
    private static string? Needed(SearchKey key) => key switch
    {
        SearchModSeqKey => "CONDSTORE",
        SearchAgeKey => "WITHIN",
        SearchSavedKey => "SEARCHRES",
        SearchFuzzyKey => "SEARCH=FUZZY",
        SearchObjectIdKey => "OBJECTID",
        SearchGmailIdKey or SearchGmailTextKey => "X-GM-EXT-1",
        SearchWordKey { Word: SearchWord.SaveDateSupported } or SearchDateKey { Field: SearchDateField.SavedBefore or SearchDateField.SavedOn or SearchDateField.SavedSince } => "SAVEDATE",
        _ => null,
    };

    /// <summary>The key, or the one inside it, that is of that kind; null if none is.</summary>
    private static SearchKey? Mentions(SearchKey key, Func<SearchKey, bool> isWanted)
    {
        var pending = new Stack<SearchKey>();
        pending.Push(key);
        while (pending.Count > 0)
        {
            var next = pending.Pop();
            if (isWanted(next))
                return next;
            switch (next)
            {
                case SearchAndKey and:
                    foreach (var each in and.Keys)
                        pending.Push(each);
                    break;
                case SearchOrKey or:
                    pending.Push(or.Left);
                    pending.Push(or.Right);
                    break;
                case SearchNotKey not:
                    pending.Push(not.Key);
                    break;
                case SearchFuzzyKey fuzzy:
                    pending.Push(fuzzy.Key);
                    break;
            }
        }

        return null;
    }
}
