using System.Management.Automation;
using ImapPS.Client;
using ImapPS.Errors;
using ImapPS.Pipeline;

namespace ImapPS.Commands;

/// <summary>
/// <para type="synopsis">Moves messages to another mailbox.</para>
/// <para type="description">Moves the messages that come through the pipeline, by few commands for each mailbox. Only these messages are touched: where a server can't remove single messages, the originals are marked as deleted and a warning says so.</para>
/// </summary>
[Cmdlet(VerbsCommon.Move, "ImapMessage", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = MoveSetName)]
[OutputType(typeof(ImapMove))]
public sealed class MoveImapMessageCommand : SessionCommand
{
    private const string MoveSetName = "Move";
    private const string UndoSetName = "Undo";

    private readonly List<(MoveGroup Group, string Destination)> _groups = [];
    private readonly Dictionary<(ImapSession, string, uint?, string), MoveGroup> _known = [];

    /// <summary><para type="description">The mailbox to move to, by name, special use such as '\Archive', or a pattern that one mailbox alone matches.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = MoveSetName)]
    [ValidateNotNullOrEmpty]
    [MailboxName]
    public string Destination { get; set; } = "";

    /// <summary><para type="description">Makes the destination if it is not there.</para></summary>
    [Parameter(ParameterSetName = MoveSetName)]
    public SwitchParameter CreateMailbox { get; set; }

    /// <summary><para type="description">Moves back what an earlier Move-ImapMessage or Remove-ImapMessage passed with -PassThru.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = UndoSetName)]
    public SwitchParameter Undo { get; set; }

    /// <summary><para type="description">Messages or their ids, as Search-Imap and Get-ImapMessage give them, or anything with the members Mailbox and Uid.</para></summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary><para type="description">The mailbox that the messages are in.</para></summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Mailbox { get; set; } = "";

    /// <summary><para type="description">What the UIDs were found under. If the mailbox has another UIDVALIDITY by now, nothing is moved.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public uint? UidValidity { get; set; }

    /// <summary><para type="description">UIDs: 7, or sets such as '1:5'.</para></summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Uid { get; set; } = [];

    /// <summary><para type="description">Gives the ids that each message had and has; -Undo takes them to move it back.</para></summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = ResolveSession();
        var destination = ParameterSetName == UndoSetName ? Origin() : Destination;
        var key = (session, Mailbox, UidValidity, destination);
        if (!_known.TryGetValue(key, out var group))
        {
            _known.Add(key, group = new MoveGroup(session, Mailbox, UidValidity));
            _groups.Add((group, destination));
        }

        foreach (var uid in Uid)
        {
            try
            {
                group.Add(uid, Subject());
            }
            catch (FormatException e)
            {
                WriteError(ErrorFactory.Create(ErrorIds.InvalidUid, ErrorCategory.InvalidArgument, uid, e, uid));
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (var (group, destination) in _groups)
        {
            var count = group.Request.Count;
            if (count == 0)
                continue;
            var action = count == 1 ? Strings.Format("MoveOneAction", SafeText.Clean(destination)) : Strings.Format("MoveAction", count, SafeText.Clean(destination));
            if (ShouldProcess(group.Describe(), action))
                Run(group.Session, group.Request.Mailbox, (output, cancellationToken) => new MessageMover(group.Request, destination, CreateMailbox, PassThru).MoveAsync(output, cancellationToken));
        }
    }

    /// <summary>Where the message came from, also after the object went through a job or a file.</summary>
    private string Origin()
    {
        var source = InputObject?.BaseObject is ImapMove move ? move.Source.Mailbox
            : InputObject?.Properties[nameof(ImapMove.Source)]?.Value is { } kept ? PSObject.AsPSObject(kept).Properties[nameof(ImapMessageId.Mailbox)]?.Value as string
            : null;
        if (source is null)
            ThrowTerminatingError(ErrorFactory.Create(ErrorIds.NotAMove, ErrorCategory.InvalidArgument, InputObject));
        return source!;
    }

    private string? Subject() => InputObject?.BaseObject is ImapMessage message
        ? message.Subject
        : InputObject?.Properties[nameof(ImapMessage.Subject)]?.Value as string;
}
