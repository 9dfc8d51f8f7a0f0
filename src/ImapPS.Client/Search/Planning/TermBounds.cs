using System.Globalization;
using ImapPS.Protocol.Commands;

namespace ImapPS.Client.Search;

/// <summary>What the server can say of one term.</summary>
internal static class TermBounds
{
    /// <exception cref="ImapException">NotSupported: the server knows nothing of it, and nothing of a message could tell.</exception>
    public static Bounds Of(Query term, DateTimeOffset now, SearchAbility ability) => term switch
    {
        QueryAll => Bounds.Exact(ServerKey.All),
        QueryNone => Bounds.Exact(ServerKey.None),
        ServerTerm server => Bounds.Exact(ServerKey.Of(server.Key)),
        FlagTerm flag => Flag(flag.Flag, ability),
        NumberTerm number => NumberBounds.Of(number, ability),
        UidTerm uids => NumberBounds.Of(uids),
        TimeTerm time => TimeBounds.Of(time, ability),
        AgeTerm age => TimeBounds.Of(age, now, ability),
        TextTerm text => TextBounds.Of(text, ability),
        HeaderExistsTerm exists when ability.MissesEmptyFields => new Bounds(TextBounds.Exists(exists.Name), ServerKey.All, false, "The server passes over header fields that are empty."),
        HeaderExistsTerm exists when ability.SearchesInside => Bounds.Superset(TextBounds.Exists(exists.Name), "The server searches the headers of messages inside, too."),
        HeaderExistsTerm exists => Bounds.Exact(TextBounds.Exists(exists.Name)),
        AttachmentTerm => Bounds.Unknown("SEARCH has no word for attachments."),
        IdTerm id => Id(id, ability),
        LabelTerm when !ability.Gmail => throw Missing("Labels"),
        LabelTerm { Test: TextTest.Equal } label => Bounds.Exact(ServerKey.Of(new SearchGmailTextKey(label.Value, true))),
        LabelTerm => Bounds.Unknown("Gmail compares whole labels only."),
        GmailRawTerm when !ability.Gmail => throw Missing("Searches in Gmail's language"),
        GmailRawTerm raw => Bounds.Exact(ServerKey.Of(new SearchGmailTextKey(raw.Value, false))),
        _ => throw new NotSupportedException($"{term.GetType().Name} isn't known."),
    };

    private static Bounds Flag(string flag, SearchAbility ability) => flag.ToUpperInvariant() switch
    {
        "\\SEEN" => Bounds.Exact(ServerKey.Of(SearchKey.Seen)),
        "\\FLAGGED" => Bounds.Exact(ServerKey.Of(SearchKey.Flagged)),
        "\\ANSWERED" => Bounds.Exact(ServerKey.Of(SearchKey.Answered)),
        "\\DRAFT" => Bounds.Exact(ServerKey.Of(SearchKey.Draft)),
        "\\DELETED" => Bounds.Exact(ServerKey.Of(SearchKey.Deleted)),
        "\\RECENT" => Bounds.Exact(ability.Recent ? ServerKey.Of(new SearchWordKey(SearchWord.Recent)) : ServerKey.None),
        _ => Bounds.Exact(ServerKey.Of(SearchKey.Keyword(flag))),
    };

    private static Bounds Id(IdTerm term, SearchAbility ability)
    {
        var isThread = term.Field == IdField.ThreadId;
        if (ability.ObjectId)
            return Bounds.Exact(ServerKey.Of(new SearchObjectIdKey(term.Value, isThread)));
        if (!ability.Gmail)
            throw new ImapException(ImapError.NotSupported, $"The server has no ids of {(isThread ? "threads" : "messages")} (OBJECTID).");
        // Gmail's are numbers: nothing else is one of them.
        return Bounds.Exact(ulong.TryParse(term.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? ServerKey.Of(new SearchGmailIdKey(number, isThread))
            : ServerKey.None);
    }

    private static ImapException Missing(string what) => new(ImapError.NotSupported, $"{what} are Gmail's alone (X-GM-EXT-1), which this server doesn't have.");
}
