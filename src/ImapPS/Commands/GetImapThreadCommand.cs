using System.Management.Automation;
using ImapPS.Client;
using ImapPS.Client.Mime;
using ImapPS.Client.Messages;
using ImapPS.Client.Search;
using ImapPS.Client.Session;
using ImapPS.Completion;
using ImapPS.Errors;
using ImapPS.Filtering;
using ImapPS.Pipeline;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Commands;

/// <summary>
/// <para type="synopsis">Puts messages together to conversations.</para>
/// <para type="description">Gives the conversations of a mailbox, of the messages that a filter finds, or of those whose ids come through the pipeline: each a message with the replies to it, and the replies to them. The server does it where it can (THREAD); if not, dates, subjects and references are read and the same is done here, see -Limit. A conversation can be piped to Get-ImapMessage, Move-ImapMessage and the like, which then work on all its messages.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "ImapThread", DefaultParameterSetName = FilterSet)]
[OutputType(typeof(ImapThread))]
public sealed class GetImapThreadCommand : SessionCommand
{
    private const string FilterSet = "Filter";
    private const string UidSetName = "Uid";

    private readonly List<MessageRequest> _requests = [];
    private Query? _query;

    /// <summary><para type="description">The mailbox. Default: INBOX.</para></summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(MailboxCompleter))]
    public string Mailbox { get; set; } = "INBOX";

    /// <summary><para type="description">Which messages: a filter in PowerShell's own syntax, as Search-Imap takes it; see about_ImapPS_Filter. Default: all.</para></summary>
    [Parameter(Position = 1, ParameterSetName = FilterSet)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(FilterCompleter))]
    public ImapFilter? Filter { get; set; }

    /// <summary><para type="description">Which messages, by UID: 7, or sets such as '1:5' and '100:*'; the ids that Search-Imap gives have it.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = UidSetName, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[]? Uid { get; set; }

    /// <summary><para type="description">What the UIDs were found under. If the mailbox has another UIDVALIDITY by now, they mean nothing, and that is an error.</para></summary>
    [Parameter(ParameterSetName = UidSetName, ValueFromPipelineByPropertyName = true)]
    public uint? UidValidity { get; set; }

    /// <summary><para type="description">How: Refs goes by the replies' references to what they answer, References also joins conversations of one subject, OrderedSubject goes by subject and date alone. Default: the first of these that the server has; if it has none, References, which is then done here.</para></summary>
    [Parameter]
    public ThreadAlgorithm? Algorithm { get; set; }

    /// <summary><para type="description">Also reads the subject of each conversation's first message.</para></summary>
    [Parameter]
    public SwitchParameter IncludeSubject { get; set; }

    /// <summary><para type="description">How many messages at most may be read so that it can be done here; more are an error, and nothing is read. Default: 10000.</para></summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Limit { get; set; } = SearchOrder.DefaultClientLimit;

    /// <summary><para type="description">On how many sessions to work at once, where there are several. Default: 8.</para></summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 8;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        try
        {
            _query = Filter?.ToQuery(SessionState);
        }
        catch (FilterException e)
        {
            ThrowTerminatingError(Filter!.Describe(e));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Uid is null)
        {
            RunEach(ResolveSessions(), Mailbox, ThrottleLimit, (session, output, cancellationToken) =>
                TryAsync(Mailbox, output, () => RunAsync(session, Mailbox, null, output, cancellationToken), cancellationToken));
            return;
        }

        foreach (var session in ResolveSessions())
            Gather(session);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (var request in _requests)
            Run(request.Session, request.Mailbox, (output, cancellationToken) => RunAsync(request.Session, request.Mailbox, request, output, cancellationToken));
    }

    private void Gather(ImapSession session)
    {
        var request = _requests.Find(r => r.IsFor(session, Mailbox, UidValidity));
        if (request is null)
            _requests.Add(request = new MessageRequest(session, Mailbox, UidValidity));
        foreach (var uid in Uid!)
        {
            try
            {
                request.Add(uid);
            }
            catch (FormatException e)
            {
                WriteError(ErrorFactory.Create(ErrorIds.InvalidUid, ErrorCategory.InvalidArgument, uid, e, uid));
            }
        }
    }

    private async Task RunAsync(ImapSession session, string mailbox, MessageRequest? request, PipelineWriter output, CancellationToken cancellationToken)
    {
        if (request is { Count: 0 })
            return;
        var name = await session.Names.ResolveAsync(mailbox, cancellationToken).ConfigureAwait(false);
        var options = new QueryOptions { Warning = text => output.Warn(text, cancellationToken) };
        var threads = await (request is not null
            ? session.Engine.ThreadAsync(name, request.UidValidity, request.ToSet(), Algorithm, Limit, cancellationToken)
            : session.Engine.ThreadAsync(name, _query ?? Query.All, Algorithm, Limit, options, cancellationToken)).ConfigureAwait(false);
        session.Names.Remember(name);
        if (threads.Refusal is { } refusal)
            await output.VerboseAsync(Strings.Format("SortRefusedVerbose", session.Server, refusal), cancellationToken).ConfigureAwait(false);
        if (threads.ThreadedHere)
            await output.VerboseAsync(Strings.Format("ThreadedHereVerbose", session.Server), cancellationToken).ConfigureAwait(false);
        var conversations = Split(threads.Members);
        var subjects = IncludeSubject ? await ReadSubjectsAsync(session, name, threads.UidValidity, conversations, cancellationToken).ConfigureAwait(false) : null;
        foreach (var members in conversations)
        {
            var subject = subjects is not null && subjects.TryGetValue(FirstUid(members), out var read) ? read : null;
            await output.WriteAsync(new ImapThread(session, name.Name, threads.UidValidity, members, subject), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>One list for each root; what holds no message is left out.</summary>
    private static List<ThreadMember[]> Split(IReadOnlyList<ThreadMember> members)
    {
        var conversations = new List<ThreadMember[]>();
        var conversation = new List<ThreadMember>();
        for (var i = 0; i < members.Count; i++)
        {
            conversation.Add(members[i]);
            if (i + 1 < members.Count && members[i + 1].Depth > 0)
                continue;
            if (conversation.Exists(static m => m.Number != 0))
                conversations.Add(conversation.ToArray());
            conversation.Clear();
        }

        return conversations;
    }

    private static uint FirstUid(ThreadMember[] members) => Array.Find(members, static m => m.Number != 0).Number;

    private static async Task<Dictionary<uint, string>> ReadSubjectsAsync(ImapSession session, MailboxName mailbox, uint validity, List<ThreadMember[]> conversations, CancellationToken cancellationToken)
    {
        var subjects = new Dictionary<uint, string>();
        var items = new FetchItems { Sections = [FetchSectionRequest.HeaderFields(["SUBJECT"])] };
        await foreach (var batch in session.Engine.FetchAsync(mailbox, validity, UidSet.From(conversations.Select(FirstUid)), items, null, cancellationToken).ConfigureAwait(false))
        {
            foreach (var message in batch.Messages)
                subjects[message.Uid] = message.Sections is [{ Content: { } content }, ..] && MimeHeaders.Read(content) is [var subject, ..] ? subject.Value : "";
        }

        return subjects;
    }
}
