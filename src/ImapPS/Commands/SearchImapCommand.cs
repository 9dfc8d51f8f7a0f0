using System.Management.Automation;
using ImapPS.Client.Search;
using ImapPS.Client;
using ImapPS.Completion;
using ImapPS.Errors;
using ImapPS.Pipeline;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;
using ImapPS.Sessions;

namespace ImapPS.Commands;

/// <summary>
/// <para type="synopsis">Finds messages.</para>
/// <para type="description">Searches mailboxes for messages that meet all conditions, and gives their ids, lowest UID first. Without conditions all messages are found.</para>
/// </summary>
[Cmdlet(VerbsCommon.Search, "Imap", DefaultParameterSetName = IdSet)]
[OutputType(typeof(ImapMessageId), ParameterSetName = [IdSet, LastSet])]
[OutputType(typeof(long), ParameterSetName = [CountSet])]
[OutputType(typeof(ImapSearchPlan), ParameterSetName = [ExplainSet])]
public sealed partial class SearchImapCommand : SessionCommand
{
    private const string IdSet = "Id";
    private const string CountSet = "Count";
    private const string ExplainSet = "Explain";

    private Query _query = Query.All;

    /// <summary><para type="description">The mailboxes to search: names, wildcards, special uses such as '\Trash'. Default: INBOX.</para></summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [MailboxName]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(MailboxCompleter))]
    public string[] Mailbox { get; set; } = ["INBOX"];

    /// <summary><para type="description">Mailboxes by their names as they are: *, ?, [ and a backslash at the beginning stand for themselves.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LiteralMailboxCompleter))]
    public string[]? LiteralName { get; set; }

    /// <summary><para type="description">Also the mailboxes below.</para></summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary><para type="description">Text in the sender's name or address. Of several texts all must be there; likewise in the next ones.</para></summary>
    [Parameter]
    public string[]? From { get; set; }

    /// <summary><para type="description">Text in the recipients' names or addresses.</para></summary>
    [Parameter]
    public string[]? To { get; set; }

    /// <summary><para type="description">Text in the names or addresses of those who got a copy.</para></summary>
    [Parameter]
    public string[]? Cc { get; set; }

    /// <summary><para type="description">Text in the subject.</para></summary>
    [Parameter]
    public string[]? Subject { get; set; }

    /// <summary><para type="description">Text in the body.</para></summary>
    [Parameter]
    public string[]? Body { get; set; }

    /// <summary><para type="description">Text anywhere in the message.</para></summary>
    [Parameter]
    public string[]? Text { get; set; }

    /// <summary><para type="description">Text in header fields: @{ 'List-Id' = 'text' }, or 'List-Id: text'. Without text: messages that have the field.</para></summary>
    [Parameter]
    [HeaderCondition]
    public string[]? Header { get; set; }

    /// <summary><para type="description">Received on that day or later. The server compares days; the time of day does not count.</para></summary>
    [Parameter]
    public DateTimeOffset? Since { get; set; }

    /// <summary><para type="description">Received before that day, which does not count itself.</para></summary>
    [Parameter]
    public DateTimeOffset? Before { get; set; }

    /// <summary><para type="description">Messages that were read.</para></summary>
    [Parameter]
    public SwitchParameter Seen { get; set; }

    /// <summary><para type="description">Messages that were not read.</para></summary>
    [Parameter]
    public SwitchParameter Unseen { get; set; }

    /// <summary><para type="description">Messages that are marked as important.</para></summary>
    [Parameter]
    public SwitchParameter Flagged { get; set; }

    /// <summary><para type="description">Messages that were answered.</para></summary>
    [Parameter]
    public SwitchParameter Answered { get; set; }

    /// <summary><para type="description">Messages that have these keywords.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(KeywordCompleter))]
    public string[]? Keyword { get; set; }

    /// <summary><para type="description">Messages of more bytes than this; 1MB and the like can be used.</para></summary>
    [Parameter]
    [ValidateRange(0L, uint.MaxValue)]
    public long? LargerThan { get; set; }

    /// <summary><para type="description">Messages of fewer bytes than this.</para></summary>
    [Parameter]
    [ValidateRange(0L, uint.MaxValue)]
    public long? SmallerThan { get; set; }

    /// <summary><para type="description">UIDs among which to search: 7, '1:5', '100:*'.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Uid { get; set; }

    /// <summary><para type="description">Gives only the number of matches; of several sessions and mailboxes in their order.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = CountSet)]
    public SwitchParameter Count { get; set; }

    /// <summary><para type="description">On how many sessions to work at once, where there are several. Default: 8.</para></summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 8;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        CheckCheckpoint();
        try
        {
            var filter = ReadFilter();
            _query = With(filter, static key => key);
            _fuzzyQuery = Fuzzy ? With(filter, SearchKey.Fuzzy) : _query;
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            ThrowTerminatingError(ErrorFactory.Create(ErrorIds.InvalidSearch, ErrorCategory.InvalidArgument, null, e, PlainText.Of(e)));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var names = LiteralName?.Select(MailboxText.Escape).ToArray() ?? Mailbox;
        var sessions = ResolveSessions();
        foreach (var session in sessions)
            WarnOfExact(session);
        if (Checkpoint is not null)
        {
            SearchNew(names);
            return;
        }

        // A number doesn't say whose it is: these keep the sessions' order.
        RunEach(sessions, string.Join(", ", names), Count ? 1 : ThrottleLimit, async (session, output, cancellationToken) =>
        {
            foreach (var name in names)
                await TryAsync(name, output, () => SearchAsync(session, name, output, cancellationToken), cancellationToken).ConfigureAwait(false);
        });
    }

    private async Task SearchAsync(ImapSession session, string name, PipelineWriter output, CancellationToken cancellationToken)
    {
        var mailboxes = await FindAsync(session, name, cancellationToken).ConfigureAwait(false);
        if (mailboxes.Count > 1 && CanSearchTogether(session))
        {
            await SearchTogetherAsync(session, mailboxes, output, cancellationToken).ConfigureAwait(false);
            return;
        }

        foreach (var mailbox in mailboxes)
            await TryAsync(mailbox.Name, output, () => SearchAsync(session, mailbox, output, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The mailboxes that a name or a pattern stands for. One that is named need not be listed: searching it tells whether it is there.</summary>
    private async Task<List<MailboxName>> FindAsync(ImapSession session, string text, CancellationToken cancellationToken)
    {
        if (!Recurse && !MailboxText.HasWildcards(text))
            return [await session.Names.ResolveAsync(text, cancellationToken).ConfigureAwait(false)];
        var found = new List<MailboxName>();
        await foreach (var mailbox in session.Mailboxes.FindAsync(new MailboxSelection(text) { Recurse = Recurse }, cancellationToken).ConfigureAwait(false))
        {
            if (mailbox.IsSelectable)
                found.Add(mailbox.Name);
        }

        return found;
    }

    private async Task SearchAsync(ImapSession session, MailboxName mailbox, PipelineWriter output, CancellationToken cancellationToken)
    {
        if (Explain)
        {
            await output.DoAsync(cmdlet => WritePlan(cmdlet, session, mailbox), cancellationToken).ConfigureAwait(false);
            return;
        }

        var options = Options(mailbox, output, cancellationToken);
        if (Count)
        {
            await output.WriteAsync(await session.Engine.CountAsync(mailbox, QueryFor(session), options, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            return;
        }

        if (HasOrder)
        {
            await WriteInOrderAsync(session, mailbox, await session.Engine.SearchInOrderAsync(mailbox, QueryFor(session), Order, options, cancellationToken).ConfigureAwait(false), output, cancellationToken).ConfigureAwait(false);
            return;
        }

        var found = await session.Engine.SearchAsync(mailbox, QueryFor(session), options, cancellationToken).ConfigureAwait(false);
        session.Names.Remember(mailbox);
        await foreach (var uids in found.ReadAsync(cancellationToken).ConfigureAwait(false))
            await output.DoAsync(cmdlet => Write(cmdlet, session, mailbox, found.UidValidity, uids), cancellationToken).ConfigureAwait(false);
    }

    private void Write(Cmdlet cmdlet, ImapSession session, MailboxName mailbox, uint uidValidity, IReadOnlyList<uint> uids)
    {
        Progress?.Report(uids.Count);
        foreach (var uid in uids)
        {
            if (StopToken.IsCancellationRequested)
                return;
            cmdlet.WriteObject(new ImapMessageId(session, mailbox.Name, uidValidity, uid));
        }
    }

    /// <summary>The filter and the other conditions. What these mean is the server's to say, as it always was.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="ofText">What becomes of a condition on text.</param>
    private Query With(Query filter, Func<SearchKey, SearchKey> ofText)
    {
        var conditions = Conditions(ofText).ToArray();
        return conditions.Length == 0 ? filter : Query.And(filter, new ServerTerm(SearchKey.And(conditions)));
    }

    private IEnumerable<SearchKey> Conditions(Func<SearchKey, SearchKey> ofText)
    {
        var texts = new (string[]? Texts, Func<string, SearchKey> Key)[]
        {
            (From, SearchKey.From), (To, SearchKey.To), (Cc, SearchKey.Cc), (Subject, SearchKey.Subject), (Body, SearchKey.Body), (Text, SearchKey.Text),
            (Header, OfHeader),
        };
        var keys = texts.SelectMany(t => (t.Texts ?? []).Select(text => ofText(t.Key(text)))).Concat((Keyword ?? []).Select(SearchKey.Keyword));
        if (Since is { } since)
            keys = keys.Append(SearchKey.Since(since.Date));
        if (Before is { } before)
            keys = keys.Append(SearchKey.Before(before.Date));
        if (LargerThan is { } larger)
            keys = keys.Append(SearchKey.Larger((ulong)larger));
        if (SmallerThan is { } smaller)
            keys = keys.Append(SearchKey.Smaller((ulong)smaller));
        if (Uid is not null)
            keys = keys.Append(SearchKey.Uid(UidSet.FromRanges(Uid.SelectMany(UidSet.Parse))));
        return keys.Concat(Flags());
    }

    private IEnumerable<SearchKey> Flags()
    {
        if (MyInvocation.BoundParameters.ContainsKey(nameof(Seen)))
            yield return Seen ? SearchKey.Seen : SearchKey.Unseen;
        if (MyInvocation.BoundParameters.ContainsKey(nameof(Unseen)))
            yield return Unseen ? SearchKey.Unseen : SearchKey.Seen;
        if (MyInvocation.BoundParameters.ContainsKey(nameof(Flagged)))
            yield return Flagged ? SearchKey.Flagged : SearchKey.Unflagged;
        if (MyInvocation.BoundParameters.ContainsKey(nameof(Answered)))
            yield return Answered ? SearchKey.Answered : SearchKey.Unanswered;
    }

    private SearchKey OfHeader(string condition)
    {
        var colon = condition.IndexOf(':');
        if (colon <= 0)
            ThrowTerminatingError(ErrorFactory.Create(ErrorIds.InvalidHeader, ErrorCategory.InvalidArgument, condition, SafeText.Clean(condition)));
        return SearchKey.Header(condition.Substring(0, colon).Trim(), condition.Substring(colon + 1).Trim());
    }
}
