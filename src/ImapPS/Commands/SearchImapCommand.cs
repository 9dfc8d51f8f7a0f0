using System.Management.Automation;
using ImapPS.Client.Search;
using ImapPS.Errors;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Commands;

/// <summary>
/// <para type="synopsis">Finds messages.</para>
/// <para type="description">Lets the server search a mailbox for messages that meet all conditions, and gives their ids, lowest UID first. Without conditions all messages are found.</para>
/// </summary>
[Cmdlet(VerbsCommon.Search, "Imap", DefaultParameterSetName = IdSet)]
[OutputType(typeof(ImapMessageId), ParameterSetName = [IdSet])]
[OutputType(typeof(long), ParameterSetName = [CountSet])]
public sealed class SearchImapCommand : SessionCommand
{
    private const string IdSet = "Id";
    private const string CountSet = "Count";

    private SearchKey _key = SearchKey.All;

    /// <summary><para type="description">The mailboxes to search. Default: INBOX.</para></summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [MailboxName]
    [ValidateNotNullOrEmpty]
    public string[] Mailbox { get; set; } = ["INBOX"];

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

    /// <summary><para type="description">Received before that day.</para></summary>
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

    /// <summary><para type="description">Only so many, those with the lowest UIDs.</para></summary>
    [Parameter(ParameterSetName = IdSet)]
    [ValidateRange(1, int.MaxValue)]
    public int First { get; set; } = int.MaxValue;

    /// <summary><para type="description">Gives only the number of matches.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = CountSet)]
    public SwitchParameter Count { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        try
        {
            _key = SearchKey.And(Conditions().ToArray());
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            ThrowTerminatingError(ErrorFactory.Create(ErrorIds.InvalidSearch, ErrorCategory.InvalidArgument, null, e, Strings.Plain(e)));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var session in ResolveSessions())
        {
            foreach (var mailbox in Mailbox)
            {
                Run(session, mailbox, async (output, cancellationToken) =>
                {
                    var name = await session.Names.ResolveAsync(mailbox, cancellationToken).ConfigureAwait(false);
                    if (Count)
                    {
                        await output.WriteAsync(await session.Engine.CountAsync(name, _key, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
                        return;
                    }

                    var found = await session.Engine.SearchAsync(name, _key, cancellationToken).ConfigureAwait(false);
                    await output.DoAsync(cmdlet => Write(cmdlet, session, name, found), cancellationToken).ConfigureAwait(false);
                });
            }
        }
    }

    private void Write(Cmdlet cmdlet, ImapSession session, MailboxName mailbox, SearchResult found)
    {
        session.Names.Remember(mailbox);
        foreach (var uid in found.Uids.Uids().Take(First))
        {
            if (StopToken.IsCancellationRequested)
                return;
            cmdlet.WriteObject(new ImapMessageId(session, mailbox.Name, found.UidValidity, uid));
        }
    }

    private IEnumerable<SearchKey> Conditions()
    {
        var texts = new (string[]? Texts, Func<string, SearchKey> Key)[]
        {
            (From, SearchKey.From), (To, SearchKey.To), (Cc, SearchKey.Cc), (Subject, SearchKey.Subject), (Body, SearchKey.Body), (Text, SearchKey.Text),
            (Header, OfHeader), (Keyword, SearchKey.Keyword),
        };
        var keys = texts.SelectMany(static t => (t.Texts ?? []).Select(t.Key));
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

    private static SearchKey OfHeader(string condition)
    {
        var colon = condition.IndexOf(':');
        return colon > 0
            ? SearchKey.Header(condition.Substring(0, colon).Trim(), condition.Substring(colon + 1).Trim())
            : throw new ArgumentException(Strings.Format(ErrorIds.InvalidHeader, condition) + " " + Strings.Format(ErrorIds.InvalidHeader + "Hint"));
    }
}
