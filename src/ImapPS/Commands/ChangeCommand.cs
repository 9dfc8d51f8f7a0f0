using System.Management.Automation;
using ImapPS.Client.Changes;
using ImapPS.Client.Search;
using ImapPS.Completion;
using ImapPS.Errors;
using ImapPS.Filtering;
using ImapPS.Pipeline;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Commands;

/// <summary>A cmdlet that waits for what happens in mailboxes.</summary>
public abstract class ChangeCommand : SessionCommand
{
    private Query _query = Query.All;

    /// <summary><para type="description">Which messages, in PowerShell's own syntax, as a script block or a string: { Subject -like 'Invoice*' }. See about_ImapPS_Filter. Default: all.</para></summary>
    [Parameter(Position = 1)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(FilterCompleter))]
    public ImapFilter? Filter { get; set; }

    /// <summary><para type="description">Only these properties of new messages, and what they need is all that is fetched; as with Get-ImapMessage. Default: dates, addresses, subject, flags, size and attachments.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ValidateSet(
        "Uid", "Date", "From", "Sender", "To", "Cc", "Bcc", "ReplyTo", "Subject", "MessageId", "InReplyTo", "Flags", "Seen", "Flagged", "Answered", "Draft", "Deleted",
        "Size", "InternalDate", "Attachments", "Preview", "SaveDate", "ModSeq", "EmailId", "ThreadId", "Labels")]
    public string[]? Property { get; set; }

    /// <summary><para type="description">How often to look, in seconds or as a time span, where the server does not tell by itself: it has no IDLE, or, of several mailboxes, no NOTIFY, and no connection with IDLE is left for this one. Default: 30 seconds.</para></summary>
    [Parameter]
    [Seconds]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(30);

    internal Query Query => _query;

    private protected override WorkProgress? Progress => null;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (Filter is null)
            return;
        try
        {
            _query = Filter.ToQuery(SessionState);
        }
        catch (FilterException e)
        {
            ThrowTerminatingError(Filter.Describe(e));
        }
    }

    internal WatchOptions Options(ImapSession session) => new()
    {
        Items = new MessageSelection { Properties = Property }.ItemsFor(session.Engine.Capabilities, []),
        PollInterval = PollInterval,
    };

    /// <summary>Which of these messages the filter takes.</summary>
    internal async Task<HashSet<uint>> MatchesAsync(ImapSession session, MailboxName mailbox, IEnumerable<uint> uids, PipelineWriter output, CancellationToken cancellationToken)
    {
        var set = UidSet.From(uids);
        if (Filter is null || set.IsEmpty)
            return [.. set.Uids()];
        var options = new QueryOptions { Warning = text => output.Warn(text, cancellationToken) };
        var found = await session.Engine.SearchAsync(mailbox, Query.And([new UidTerm(set), _query]), options, cancellationToken).ConfigureAwait(false);
        var matches = new HashSet<uint>();
        await foreach (var batch in found.ReadAsync(cancellationToken).ConfigureAwait(false))
            matches.UnionWith(batch);
        return matches;
    }

    internal ImapMessage CreateMessage(ImapSession session, MailboxName mailbox, uint uidValidity, FetchResponse data) => Property is null
        ? new ImapMessage(session, mailbox.Name, uidValidity, data)
        : new ImapPartialMessage(session, mailbox.Name, uidValidity, data, null);
}
