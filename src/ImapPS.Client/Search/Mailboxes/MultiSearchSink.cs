using ImapPS.Client.Connection;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Search;

/// <summary>Takes the answers to a search of several mailboxes (RFC 7377): one or more for each mailbox that has matches.</summary>
internal sealed class MultiSearchSink : ResponseSink
{
    private readonly Dictionary<MailboxName, List<ESearchResponse>> _answers = [];

    public override bool TryAccept(Response response)
    {
        if (response is not ESearchResponse { IsUid: true, Mailbox: { } mailbox } answer)
            return false;
        if (!_answers.TryGetValue(mailbox, out var answers))
            _answers[mailbox] = answers = [];
        answers.Add(answer);
        return true;
    }

    /// <summary>What was found in the mailbox; null if that can't be used: no UIDVALIDITY, several of them, or more UIDs than are believed unseen.</summary>
    public SearchResult? Find(MailboxName mailbox, long most)
    {
        if (!_answers.TryGetValue(mailbox, out var answers))
            return new SearchResult(0, UidSet.Empty, 0);
        if (answers[0].UidValidity is not { } validity || answers.Exists(a => a.UidValidity != validity) || answers.Sum(static a => a.All?.Count ?? 0) > most)
            return null;
        var uids = UidSet.FromRanges(answers.SelectMany(static a => a.All?.ToSet() ?? UidSet.Empty));
        return new SearchResult(validity, uids, answers.Exists(static a => a.Count is not null) ? answers.Sum(static a => a.Count ?? 0L) : uids.Count);
    }
}
