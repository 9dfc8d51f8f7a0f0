using System.Management.Automation;
using ImapPS.Client;
using ImapPS.Completion;
using ImapPS.Errors;
using ImapPS.Pipeline;

namespace ImapPS.Commands;

/// <summary>
/// <para type="synopsis">Moves messages to another mailbox.</para>
/// <para type="description">Moves the messages that come through the pipeline, by few commands for each mailbox. Only these messages are touched: where a server can't remove single messages, the originals are marked as deleted and a warning says so.</para>
/// </summary>
[Cmdlet(VerbsCommon.Move, "ImapMessage", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = MoveSetName)]
[OutputType(typeof(ImapMove))]
public sealed class MoveImapMessageCommand : MessageChangeCommand
{
    private const string MoveSetName = "Move";
    private const string UndoSetName = "Undo";

    /// <summary><para type="description">The mailbox to move to, by name, special use such as '\Archive', or a pattern that one mailbox alone matches.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = MoveSetName)]
    [ValidateNotNullOrEmpty]
    [MailboxName]
    [ArgumentCompleter(typeof(MailboxCompleter))]
    public string Destination { get; set; } = "";

    /// <summary><para type="description">Makes the destination if it is not there.</para></summary>
    [Parameter(ParameterSetName = MoveSetName)]
    public SwitchParameter CreateMailbox { get; set; }

    /// <summary><para type="description">Moves back what an earlier Move-ImapMessage or Remove-ImapMessage passed with -PassThru.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = UndoSetName)]
    public SwitchParameter Undo { get; set; }

    /// <summary><para type="description">Gives the ids that each message had and has; -Undo takes them to move it back.</para></summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override string FindDestination() => ParameterSetName == UndoSetName ? Origin() : Destination;

    private protected override string Action(ChangeGroup group) => group.Request.Count == 1
        ? Strings.Format("MoveOneAction", SafeText.Clean(group.Destination))
        : Strings.Format("MoveAction", group.Request.Count, SafeText.Clean(group.Destination));

    private protected override Task ChangeAsync(ChangeGroup group, PipelineWriter output, CancellationToken cancellationToken) =>
        new MessageMover(group.Request, group.Destination!, CreateMailbox, PassThru).MoveAsync(output, cancellationToken);

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
}
