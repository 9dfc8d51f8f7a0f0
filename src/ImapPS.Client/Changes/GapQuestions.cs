using ImapPS.Client.Connection;
using ImapPS.Client.Search;
using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Changes;

/// <summary>What a server is asked to find out what changed since a picture, and its answers.</summary>
internal sealed class GapQuestions
{
    private readonly ImapSession _session;
    private readonly MailboxName _mailbox;
    private readonly MailboxPicture _picture;
    private readonly MailboxNews _news;
    private readonly FetchItems _newItems;
    private readonly UidSet _known;
    private GatherSink? _arrivals;
    private GatherSink? _flags;
    private SearchSink? _search;

    public GapQuestions(ImapSession session, MailboxName mailbox, MailboxPicture picture, MailboxNews news, FetchItems newItems)
    {
        _session = session;
        _mailbox = mailbox;
        _picture = picture;
        _known = picture.UidNext > 1 && !picture.Uids.IsEmpty ? UidSet.Of(1, picture.UidNext - 1) : UidSet.Empty;
        _news = _known.IsEmpty ? news & MailboxNews.Arrivals : news;
        _newItems = picture.ModSeq is null ? newItems : newItems with { Attributes = newItems.Attributes | FetchAttributes.ModSeq };
        if (picture.ModSeq is > 0 and <= long.MaxValue and { } since && !_known.IsEmpty && picture.UidValidity != 0 && session.UsesQResync)
            Resync = new GapSink(new SelectResync(picture.UidValidity, since), _known, session.Limits.MaxSetRanges);
    }

    /// <summary>What goes out with SELECT, should the mailbox have to be opened; null where the server has no QRESYNC.</summary>
    public GapSink? Resync { get; }

    /// <summary>Of the known messages those that are there; null if that was not asked.</summary>
    public UidSet? There { get; private set; }

    /// <summary>Known messages whose flags may have changed; null if that was not asked.</summary>
    public IReadOnlyCollection<FetchResponse>? Flags { get; private set; }

    /// <summary>Messages that may be new; null if that was not asked.</summary>
    public IReadOnlyCollection<FetchResponse>? Arrived { get; private set; }

    /// <summary>Queues what SELECT does not bring.</summary>
    public List<PendingCommand> Enqueue()
    {
        var queued = new List<PendingCommand>();
        if ((_news & MailboxNews.Arrivals) != 0)
            queued.Add(Fetch(UidSet.Of(_picture.UidNext, UidRange.Star), _newItems, out _arrivals));
        if (Resync is { IsSent: true })
            return queued;
        if ((_news & MailboxNews.Flags) != 0)
        {
            const FetchAttributes Asked = FetchAttributes.Uid | FetchAttributes.Flags;
            queued.Add(Fetch(_known, new FetchItems { Attributes = Asked | (_picture.ModSeq is null ? 0 : FetchAttributes.ModSeq), ChangedSince = _picture.ModSeq }, out _flags));
        }

        // A listing of all flags shows what is there, too.
        if ((_news & MailboxNews.Removals) != 0 && (_flags is null || _picture.ModSeq is not null))
            queued.Add(SearchOperations.Enqueue(_session, SearchKey.Uid(_known), SearchReturn.All, _search = new SearchSink(_session.Capabilities.ESearch)));
        return queued;
    }

    /// <summary>Waits for the answers.</summary>
    /// <exception cref="ImapException">A refusal, or the connection's end.</exception>
    public async Task AnsweredAsync(IReadOnlyList<PendingCommand> commands, SelectedMailbox selected, CancellationToken cancellationToken)
    {
        var incomplete = false;
        foreach (var command in commands)
        {
            var response = await _session.Connection.AwaitAsync(command, cancellationToken).ConfigureAwait(false);
            if (response is { Status: StatusKind.No, Code.Name: "EXPUNGEISSUED" })
                incomplete = true;
            else
                response.ThrowIfNotOk(command.Command, _mailbox);
        }

        if (Resync is { IsSent: true })
        {
            There = _picture.Uids.Except(Resync.Gone);
            Flags = Resync.Changed;
        }
        else
        {
            Flags = _flags?.Messages;
            if (_search is not null)
                There = SearchOperations.Found(_search, selected);
            else if ((_news & MailboxNews.Removals) != 0)
                There = incomplete || _flags!.HasUnreadable ? await FindAsync(_known, _picture.Uids, cancellationToken).ConfigureAwait(false) : UidSet.From(_flags.Messages.Select(static m => m.Uid));
        }

        Arrived = _arrivals?.Messages;
        if (_arrivals is { HasUnreadable: true })
            Arrived = await WithUnreadableAsync(_arrivals.Messages, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A message that came is told of, whether what is said of it can be read or not.</summary>
    private async Task<IReadOnlyCollection<FetchResponse>> WithUnreadableAsync(IReadOnlyCollection<FetchResponse> read, CancellationToken cancellationToken)
    {
        var there = await FindAsync(UidSet.Of(_picture.UidNext, UidRange.Star), UidSet.Empty, cancellationToken).ConfigureAwait(false);
        var missing = there.Except(UidSet.From(read.Select(static m => m.Uid)));
        return [.. read, .. missing.Uids().Select(static uid => new FetchResponse(0) { Uid = uid, Problems = ["The server's answer for this message could not be read"] })];
    }

    /// <summary>Those of the messages that are there; <paramref name="otherwise"/> where the mailbox was made anew meanwhile, which the next look finds.</summary>
    private async Task<UidSet> FindAsync(UidSet uids, UidSet otherwise, CancellationToken cancellationToken)
    {
        var found = await _session.SearchAsync(_mailbox, SearchKey.Uid(uids), cancellationToken).ConfigureAwait(false);
        return found.UidValidity == _picture.UidValidity ? found.Uids : otherwise;
    }

    private PendingCommand Fetch(UidSet uids, FetchItems items, out GatherSink sink) =>
        _session.Connection.Enqueue(new UidFetchCommand(uids, items), sink = new GatherSink(uids, items));
}
