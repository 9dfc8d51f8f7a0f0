using System.Globalization;
using System.Management.Automation;
using ImapPS.Client;
using ImapPS.Client.Checkpoints;
using ImapPS.Completion;
using ImapPS.Errors;
using ImapPS.Pipeline;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;
using ImapPS.Sessions;

namespace ImapPS.Commands;

/// <summary>
/// <para type="synopsis">Reads messages.</para>
/// <para type="description">Reads the messages whose ids come through the pipeline, or those of a mailbox: dates, addresses, subject, flags, size and attachments. Content is downloaded only where it is asked for: -IncludeBody for the text, -Part for single parts, -Full for whole messages. Reading never marks a message as read. A message that vanished meanwhile is an error of its own; a part that can't be decoded well comes as well as it can be, with a warning and a note in Problems.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "ImapMessage", DefaultParameterSetName = UidSetName)]
[OutputType(typeof(ImapMessage), typeof(ImapPartialMessage), typeof(ImapChange))]
public sealed partial class GetImapMessageCommand : SessionCommand
{
    private const string IdSetName = "Id";
    private const string UidSetName = "Uid";
    private const string FirstSetName = "First";
    private const string LastSetName = "Last";

    /// <summary>Ids that are read together.</summary>
    private const int Window = 1000;

    private MessageOutput? _output;
    private MessageRequest? _gathered;
    private bool _isMailboxTyped;
    private ImapSession? _asked;
    private int _askedCount;

    /// <summary><para type="description">Ids, as Search-Imap gives them. To read many messages pipe their ids into one call: a call for each waits for the server each time.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = IdSetName)]
    [ValidateNotNullOrEmpty]
    public ImapMessageId[] Id { get; set; } = [];

    /// <summary><para type="description">The mailbox, by name or special use; without -Uid also a pattern such as Lists/*. Default: INBOX.</para></summary>
    [Parameter(Position = 0, ParameterSetName = UidSetName, ValueFromPipelineByPropertyName = true)]
    [Parameter(Position = 0, ParameterSetName = FirstSetName, ValueFromPipelineByPropertyName = true)]
    [Parameter(Position = 0, ParameterSetName = LastSetName, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(MailboxCompleter))]
    public string Mailbox { get; set; } = "INBOX";

    /// <summary><para type="description">UIDs: 7, or sets such as '1:5' and '100:*'. Default: all messages of the mailbox.</para></summary>
    [Parameter(ParameterSetName = UidSetName, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[]? Uid { get; set; }

    /// <summary><para type="description">What the UIDs were found under. If the mailbox has another UIDVALIDITY by now, they mean nothing, and that is an error.</para></summary>
    [Parameter(ParameterSetName = UidSetName, ValueFromPipelineByPropertyName = true)]
    public uint? UidValidity { get; set; }

    /// <summary><para type="description">So many messages from the mailbox's beginning.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = FirstSetName)]
    [ValidateRange(1, int.MaxValue)]
    public int First { get; set; }

    /// <summary><para type="description">So many messages from the mailbox's end.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = LastSetName)]
    [ValidateRange(1, int.MaxValue)]
    public int Last { get; set; }

    /// <summary><para type="description">Only these properties, and what they need is all that is fetched: Subject and From cost no BODYSTRUCTURE. Default: dates, addresses, subject, flags, size and attachments. Besides those that are read without -Property: Preview (PREVIEW), SaveDate (SAVEDATE), ModSeq (CONDSTORE), EmailId and ThreadId (OBJECTID, or Gmail's ids), Labels (Gmail). What the server does not offer stays empty, and one warning says so.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ValidateSet(
        "Uid", "Date", "From", "Sender", "To", "Cc", "Bcc", "ReplyTo", "Subject", "MessageId", "InReplyTo", "Flags", "Seen", "Flagged", "Answered", "Draft", "Deleted",
        "Size", "InternalDate", "Attachments", "Preview", "SaveDate", "ModSeq", "EmailId", "ThreadId", "Labels")]
    public string[]? Property { get; set; }

    /// <summary><para type="description">Names of header fields to read, such as 'List-Id', or * alone for the whole header. They come in the member Headers, decoded: $message.Headers['List-Id'].</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(HeaderNameCompleter))]
    public string[]? Header { get; set; }

    /// <summary><para type="description">Parts to read, by their numbers: 2, 1.2; also HEADER, TEXT, 2.HEADER or 1.2.MIME. They come in the member Parts, decoded, Content being a string for text and bytes for anything else. A message that has no such part is an error of its own.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Part { get; set; }

    /// <summary><para type="description">Reads the text, in the members TextBody and HtmlBody. Only the parts that are text are downloaded, not the attachments; where the server does not tell a message's structure, the whole message is.</para></summary>
    [Parameter]
    public SwitchParameter IncludeBody { get; set; }

    /// <summary><para type="description">Reads whole messages: text, header, and all else, by GetMimeMessage(), GetBytes() and SaveTo(). To save messages or attachments as files, Save-ImapMessage and Save-ImapAttachment need less memory.</para></summary>
    [Parameter]
    public SwitchParameter Full { get; set; }

    /// <summary><para type="description">What is over so many bytes, as it is in the message, is not downloaded: whole messages (-Full), the text (-IncludeBody), each part (-Part). The rest of the message comes, with a warning and a note in Problems. Default: 256MB, since it is held in memory.</para></summary>
    [Parameter]
    [ValidateRange(1L, 2147483647L)]
    public long MaxSize { get; set; }

    /// <summary><para type="description">On how many sessions to work at once, where there are several. Default: 8.</para></summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 8;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        CheckCheckpoint();
        // Before the pipeline gives anything, only what was typed is bound.
        _isMailboxTyped = MyInvocation.BoundParameters.ContainsKey(nameof(Mailbox));
        _output = new MessageOutput(new MessageSelection
        {
            Properties = Property,
            Headers = Header is null ? null : Fields(Header),
            Parts = Part is null ? [] : Array.ConvertAll(Part, Section),
            IncludeBody = IncludeBody,
            Full = Full,
            MaxSize = MyInvocation.BoundParameters.ContainsKey(nameof(MaxSize)) ? MaxSize : null,
        });
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Checkpoint is not null)
        {
            ReadNew();
            return;
        }

        foreach (var id in Id)
            Gather(id.Session, id.Mailbox, id.UidValidity, id.Uid.ToString(CultureInfo.InvariantCulture));
        foreach (var session in Uid is null ? [] : ResolveSessionsFor(Uid))
            Gather(session, Mailbox, UidValidity, Uid!);
        if (Id.Length > 0 || Uid is not null)
        {
            if (LiveInput.IsLive)
                Finish();
            else
                AttendAhead();
            return;
        }

        Finish();
        RunEach(ResolveSessions(), Mailbox, ThrottleLimit, async (session, output, cancellationToken) =>
        {
            foreach (var mailbox in await FindAsync(session, cancellationToken).ConfigureAwait(false))
            {
                await TryAsync(mailbox, output, () => ParameterSetName switch
                {
                    FirstSetName => _output!.ReadSomeAsync(session, mailbox, all => UidSet.From(all.Uids().Take(First)), output, cancellationToken),
                    LastSetName => _output!.ReadSomeAsync(session, mailbox, TakeLast, output, cancellationToken),
                    _ => _output!.ReadAllAsync(session, mailbox, output, cancellationToken),
                }, cancellationToken).ConfigureAwait(false);
            }
        });
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        Finish();
        base.EndProcessing();
        if (_asked?.SingleReads.Count(_askedCount) == true)
            WriteWarning(Strings.Format("SingleReadsWarning", SingleReads.Many));
    }

    /// <summary>UIDs that are typed may be meant for several sessions; one that came through the pipeline has its own.</summary>
    private IReadOnlyList<ImapSession> ResolveSessionsFor(string[] uids) =>
        MyInvocation.ExpectingInput && uids.Length == 1 ? [ResolveSession()] : ResolveSessions();

    /// <summary>The mailbox, or those that match a pattern that was typed; a name that came through the pipeline is a name.</summary>
    private async Task<List<string>> FindAsync(ImapSession session, CancellationToken cancellationToken)
    {
        if (!_isMailboxTyped || !MailboxText.HasWildcards(Mailbox, brackets: false))
            return [Mailbox];
        var found = new List<string>();
        await foreach (var mailbox in session.Mailboxes.FindAsync(new MailboxSelection(Mailbox), cancellationToken).ConfigureAwait(false))
        {
            session.Names.Remember(mailbox.Name);
            if (mailbox.IsSelectable)
                found.Add(mailbox.Name.Name);
        }

        return found;
    }

    private void Gather(ImapSession session, string mailbox, uint? uidValidity, params string[] uids)
    {
        if (_gathered?.IsFor(session, mailbox, uidValidity) == false || _gathered?.Count >= Window)
            Flush();
        _gathered ??= new MessageRequest(session, mailbox, uidValidity);
        _asked = session;
        _askedCount += uids.Length;
        foreach (var uid in uids)
        {
            try
            {
                _gathered.Add(uid);
            }
            catch (FormatException e)
            {
                WriteError(ErrorFactory.Create(ErrorIds.InvalidUid, ErrorCategory.InvalidArgument, uid, e, uid));
            }
        }
    }

    private void Finish()
    {
        Flush();
        FinishAhead();
    }

    private void Flush()
    {
        if (_gathered is not { Count: > 0 } request)
            return;
        _gathered = null;
        // While the next ids are gathered and their command goes out, the answer to these comes in.
        RunAhead(request.Session, request.Mailbox, (output, cancellationToken) => _output!.ReadAsync(request, output, cancellationToken));
    }

    private FetchSectionRequest Fields(string[] names)
    {
        try
        {
            return names is ["*"] ? FetchSectionRequest.Header : FetchSectionRequest.HeaderFields(names.Distinct(StringComparer.OrdinalIgnoreCase));
        }
        catch (ArgumentException e)
        {
            ThrowTerminatingError(ErrorFactory.Create(ErrorIds.InvalidHeaderName, ErrorCategory.InvalidArgument, names, e, PlainText.Of(e)));
            throw;
        }
    }

    private FetchSectionRequest Section(string section)
    {
        try
        {
            return section.Length > 0 ? new FetchSectionRequest(section) : throw new ArgumentException("It is empty.");
        }
        catch (ArgumentException e)
        {
            ThrowTerminatingError(ErrorFactory.Create(ErrorIds.InvalidPart, ErrorCategory.InvalidArgument, section, e, SafeText.Clean(section, 40), PlainText.Of(e)));
            throw;
        }
    }

    private UidSet TakeLast(UidSet all) =>
        UidSet.From(all.Uids().Skip((int)Math.Min(int.MaxValue, Math.Max(0, all.Count - Last))));
}
