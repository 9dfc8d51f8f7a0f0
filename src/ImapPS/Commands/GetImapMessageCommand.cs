using System.Management.Automation;
using ImapPS.Errors;
using ImapPS.Pipeline;
using ImapPS.Protocol.Values;

namespace ImapPS.Commands;

/// <summary>
/// <para type="synopsis">Reads messages.</para>
/// <para type="description">Reads the messages whose ids come through the pipeline, or those of a mailbox: dates, addresses, subject, flags, size and attachments, and with -IncludeBody the text. Reading never marks a message as read.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "ImapMessage", DefaultParameterSetName = UidSetName)]
[OutputType(typeof(ImapMessage))]
public sealed class GetImapMessageCommand : SessionCommand
{
    private const string UidSetName = "Uid";
    private const string FirstSetName = "First";
    private const string LastSetName = "Last";

    /// <summary>Ids that are read together.</summary>
    private const int Window = 1000;

    private MessageOutput? _output;
    private MessageRequest? _gathered;

    /// <summary><para type="description">The mailbox. Default: INBOX.</para></summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
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

    /// <summary><para type="description">Reads the whole message: text, HTML, header.</para></summary>
    [Parameter]
    public SwitchParameter IncludeBody { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _output = new MessageOutput(IncludeBody);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Uid is { } uids)
        {
            Gather(ResolveSessionsFor(uids), uids);
            AttendAhead();
            return;
        }

        Finish();
        foreach (var session in ResolveSessions())
        {
            Run(session, Mailbox, (output, cancellationToken) => ParameterSetName switch
            {
                FirstSetName => _output!.ReadSomeAsync(session, Mailbox, all => UidSet.From(all.Uids().Take(First)), output, cancellationToken),
                LastSetName => _output!.ReadSomeAsync(session, Mailbox, TakeLast, output, cancellationToken),
                _ => _output!.ReadAllAsync(session, Mailbox, output, cancellationToken),
            });
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Finish();

    /// <summary>UIDs that are typed may be meant for several sessions; one that came through the pipeline has its own.</summary>
    private IReadOnlyList<ImapSession> ResolveSessionsFor(string[] uids) =>
        MyInvocation.ExpectingInput && uids.Length == 1 ? [ResolveSession()] : ResolveSessions();

    private void Gather(IReadOnlyList<ImapSession> sessions, string[] uids)
    {
        foreach (var session in sessions)
        {
            if (_gathered?.IsFor(session, Mailbox, UidValidity) == false || _gathered?.Count >= Window)
                Flush();
            _gathered ??= new MessageRequest(session, Mailbox, UidValidity);
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

    private UidSet TakeLast(UidSet all) =>
        UidSet.From(all.Uids().Skip((int)Math.Min(int.MaxValue, Math.Max(0, all.Count - Last))));
}
