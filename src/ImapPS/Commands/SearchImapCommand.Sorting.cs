using System.Management.Automation;
using ImapPS.Client.Search;
using ImapPS.Errors;
using ImapPS.Pipeline;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Commands;

/// <content>The order of the ids, and which of them.</content>
public sealed partial class SearchImapCommand
{
    private const string LastSet = "Last";

    /// <summary>Ids that are handed to the pipeline's thread together.</summary>
    private const int AtATime = 1000;

    private readonly HashSet<ImapSession> _warned = [];
    private Query _fuzzyQuery = Query.All;

    /// <summary><para type="description">Sorts by these, what ties in one by the next, and in the end by UID: Received, Date (sent), From, To, Cc (the part of the address before the @), DisplayFrom, DisplayTo (the name, or the address where there is none), Subject (without Re:, Fwd: and the like), Size. The server sorts where it can; if not, the same order is made here, see -Limit.</para></summary>
    [Parameter(ParameterSetName = IdSet)]
    [Parameter(ParameterSetName = LastSet)]
    [ValidateNotNullOrEmpty]
    public ImapSortKey[]? Sort { get; set; }

    /// <summary><para type="description">Sorts the other way round.</para></summary>
    [Parameter(ParameterSetName = IdSet)]
    [Parameter(ParameterSetName = LastSet)]
    public SwitchParameter Descending { get; set; }

    /// <summary><para type="description">Only so many, from the beginning: those with the lowest UIDs, or the first ones of the order. Of each mailbox. Where the server can give a part of its results, no more are transferred. Default: all.</para></summary>
    [Parameter(ParameterSetName = IdSet)]
    [ValidateRange(1, int.MaxValue)]
    public int First { get; set; } = int.MaxValue;

    /// <summary><para type="description">Only so many, from the end. Without -Sort those with the highest UIDs, the newest first; with -Sort the last ones of the order.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = LastSet)]
    [ValidateRange(1, int.MaxValue)]
    public int Last { get; set; }

    /// <summary><para type="description">Leaves out so many, from the end that is counted from. Default: 0.</para></summary>
    [Parameter(ParameterSetName = IdSet)]
    [Parameter(ParameterSetName = LastSet)]
    [ValidateRange(0, int.MaxValue)]
    public int Skip { get; set; }

    /// <summary><para type="description">How many messages at most may be read so that they can be sorted here, where the server does not sort; more are an error, and nothing is read. Default: 10000.</para></summary>
    [Parameter(ParameterSetName = IdSet)]
    [Parameter(ParameterSetName = LastSet)]
    [ValidateRange(1, int.MaxValue)]
    public int Limit { get; set; } = SearchOrder.DefaultClientLimit;

    /// <summary><para type="description">Lets the server find texts that are like those of -From, -To, -Cc, -Subject, -Body, -Text and -Header, as it sees fit (SEARCH=FUZZY). Where it can't, they are looked for as they are, with a warning.</para></summary>
    [Parameter]
    public SwitchParameter Fuzzy { get; set; }

    /// <summary>Whether the ids come by <see cref="WriteInOrderAsync"/>.</summary>
    private bool HasOrder => Sort is not null || Descending || Skip > 0 || First != int.MaxValue || IsLast;

    private bool IsLast => ParameterSetName == LastSet;

    private SearchOrder Order => new()
    {
        // Without -Sort the order is that of UIDs, which no criterion of SORT is.
        Criteria = Sort is null ? [] : Array.ConvertAll(Sort, key => new SortCriterion(ToSortKey(key), Descending)),
        // Of UIDs in descending order the first ones are the last.
        Range = new ResultRange(Skip, IsLast ? Last : First == int.MaxValue ? long.MaxValue : First, IsLast != IsReversed),
        ClientLimit = Limit,
    };

    /// <summary>UIDs from the highest to the lowest.</summary>
    private bool IsReversed => Sort is null && Descending;

    /// <summary>What is looked for there.</summary>
    private Query QueryFor(ImapSession session) => session.Engine.Capabilities.FuzzySearch ? _fuzzyQuery : _query;

    private void WarnOfExact(ImapSession session)
    {
        if (Fuzzy && !session.Engine.Capabilities.FuzzySearch && _warned.Add(session))
            WriteWarning(Strings.Format("NotFuzzyWarning", session.Server));
    }

    /// <summary>Writes the ids of a result in the order that was asked for.</summary>
    private async Task WriteInOrderAsync(ImapSession session, MailboxName mailbox, OrderedResult found, PipelineWriter output, CancellationToken cancellationToken)
    {
        session.Names.Remember(mailbox);
        if (found.Refusal is { } refusal)
            await output.VerboseAsync(Strings.Format("SortRefusedVerbose", session.Server, refusal), cancellationToken).ConfigureAwait(false);
        if (found.SortedHere)
            await output.VerboseAsync(Strings.Format("SortedHereVerbose", session.Server), cancellationToken).ConfigureAwait(false);
        var uids = Sort is null && (IsLast || Descending) ? found.Uids.Reverse().ToArray() : found.Uids;
        await WriteAllAsync(session, mailbox, found.UidValidity, uids, output, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes ids that are known all at once, some at a time.</summary>
    private async Task WriteAllAsync(ImapSession session, MailboxName mailbox, uint uidValidity, IEnumerable<uint> uids, PipelineWriter output, CancellationToken cancellationToken)
    {
        var some = new List<uint>(AtATime);
        foreach (var uid in uids)
        {
            some.Add(uid);
            if (some.Count < AtATime)
                continue;
            var full = some;
            await output.DoAsync(cmdlet => Write(cmdlet, session, mailbox, uidValidity, full), cancellationToken).ConfigureAwait(false);
            some = new List<uint>(AtATime);
        }

        await output.DoAsync(cmdlet => Write(cmdlet, session, mailbox, uidValidity, some), cancellationToken).ConfigureAwait(false);
    }

    private static SortKey ToSortKey(ImapSortKey key) => key switch
    {
        ImapSortKey.Received => SortKey.Arrival,
        ImapSortKey.Date => SortKey.Date,
        ImapSortKey.From => SortKey.From,
        ImapSortKey.To => SortKey.To,
        ImapSortKey.Cc => SortKey.Cc,
        ImapSortKey.Subject => SortKey.Subject,
        ImapSortKey.Size => SortKey.Size,
        ImapSortKey.DisplayFrom => SortKey.DisplayFrom,
        _ => SortKey.DisplayTo,
    };
}
