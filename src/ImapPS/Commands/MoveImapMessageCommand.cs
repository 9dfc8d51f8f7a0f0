using System.Management.Automation;
using ImapPS.Client;
using ImapPS.Errors;
using ImapPS.Pipeline;

namespace ImapPS.Commands;

/// <summary>
/// <para type="synopsis">Moves messages to another mailbox.</para>
/// <para type="description">Moves the messages that come through the pipeline, by few commands for each mailbox. Only these messages are touched: where a server can't remove single messages, the originals are marked as deleted and a warning says so.</para>
/// </summary>
[Cmdlet(VerbsCommon.Move, "ImapMessage", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ImapMessageId))]
public sealed class MoveImapMessageCommand : SessionCommand
{
    private readonly List<MoveGroup> _groups = [];
    private readonly Dictionary<(ImapSession, string, uint?), MoveGroup> _known = [];

    /// <summary><para type="description">The mailbox to move to; it must exist.</para></summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = "";

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

    /// <summary><para type="description">Gives the ids that the messages have in their new mailbox.</para></summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = ResolveSession();
        var key = (session, Mailbox, UidValidity);
        if (!_known.TryGetValue(key, out var group))
        {
            _known.Add(key, group = new MoveGroup(session, Mailbox, UidValidity));
            _groups.Add(group);
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
        foreach (var group in _groups)
        {
            var count = group.Request.Count;
            if (count == 0)
                continue;
            var action = count == 1 ? Strings.Format("MoveOneAction", SafeText.Clean(Destination)) : Strings.Format("MoveAction", count, SafeText.Clean(Destination));
            if (ShouldProcess(group.Describe(), action))
                Run(group.Session, group.Request.Mailbox, (output, cancellationToken) => new MessageMover(group.Request, Destination, PassThru).MoveAsync(output, cancellationToken));
        }
    }

    private string? Subject() => InputObject?.BaseObject is ImapMessage message
        ? message.Subject
        : InputObject?.Properties[nameof(ImapMessage.Subject)]?.Value as string;
}
