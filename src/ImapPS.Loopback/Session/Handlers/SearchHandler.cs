using ImapPS.Loopback.Searching;
using ImapPS.Loopback.Store;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Loopback.Session.Handlers;

/// <summary>SEARCH (RFC 9051 section 6.4.4, RFC 3501 section 6.4.4 for the plain answer, RFC 7162 section 3.1.5 for MODSEQ).</summary>
internal static class SearchHandler
{
    public static async Task<Answer> RunAsync(SessionContext context, MailboxView view, UidSearchCommand command, string tag)
    {
        if (Refusal(context, command) is { } refusal)
            return refusal;
        var byModSeq = Mentions(command.Key, static k => k is SearchModSeqKey) is not null;
        context.CondStore |= byModSeq;
        var matcher = new SearchMatcher(view);
        var found = new List<uint>();
        ulong highest = 0;
        for (var i = 0; i < view.Messages.Count; i++)
        {
            if (!matcher.Matches(command.Key, i))
                continue;
            found.Add(command.ByUid ? view.Messages[i].Uid : (uint)i + 1);
            highest = Math.Max(highest, view.Messages[i].ModSeq);
        }

        ulong? modSeq = byModSeq && found.Count > 0 ? highest : null;
        // IMAP4rev2 answers with ESEARCH, whether RETURN was asked for or not (RFC 9051 section 6.4.4).
        await context.Output.WriteAsync((command.Return ?? (context.IsRev2 ? SearchReturn.All : null)) is { } asked
            ? Extended(found, asked, tag, command.ByUid, modSeq)
            : new SearchResponse(found, modSeq)).ConfigureAwait(false);
        return Answer.Ok(command.Name + " completed");
    }

    private static Answer? Refusal(SessionContext context, UidSearchCommand command)
    {
        if (command.Return is not null && !context.Offers("ESEARCH"))
            return Answer.NotOffered("ESEARCH");
        if (command.Return is { } asked && (asked & SearchReturn.Save) != 0)
            return Answer.NotOffered("SEARCHRES");
        return Mentions(command.Key, k => Needed(k) is { } missing && !context.Offers(missing)) is { } key ? Answer.NotOffered(Needed(key)!) : null;
    }

    /// <summary>The capability that a key belongs to; null for those that every server has.</summary>
    private static string? Needed(SearchKey key) => key switch
    {
        SearchModSeqKey => "CONDSTORE",
        SearchAgeKey => "WITHIN",
        SearchObjectIdKey => "OBJECTID",
        SearchGmailIdKey or SearchGmailTextKey => "X-GM-EXT-1",
        SearchWordKey { Word: SearchWord.SaveDateSupported } or SearchDateKey { Field: SearchDateField.SavedBefore or SearchDateField.SavedOn or SearchDateField.SavedSince } => "SAVEDATE",
        _ => null,
    };

    private static ESearchResponse Extended(List<uint> found, SearchReturn asked, string tag, bool byUid, ulong? modSeq)
    {
        var any = found.Count > 0;
        return new ESearchResponse(tag, byUid)
        {
            Min = any && (asked & SearchReturn.Min) != 0 ? found[0] : null,
            Max = any && (asked & SearchReturn.Max) != 0 ? found[found.Count - 1] : null,
            All = any && (asked & SearchReturn.All) != 0 ? UidSet.From(found) : null,
            Count = (asked & SearchReturn.Count) != 0 ? (uint)found.Count : null,
            ModSeq = modSeq,
        };
    }

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
            }
        }

        return null;
    }
}
