using System.Management.Automation;
using ImapPS.Errors;
using ImapPS.Pipeline;

namespace ImapPS.Commands;

/// <summary>
/// <para type="synopsis">Removes messages: into the trash, or with -Permanent for good.</para>
/// <para type="description">Moves the messages that come through the pipeline into the mailbox that the server calls the trash. With -Permanent they are deleted at once, and no message beside them, whoever marked it as deleted.</para>
/// </summary>
[Cmdlet(VerbsCommon.Remove, "ImapMessage", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = TrashSetName)]
[OutputType(typeof(ImapMove), ParameterSetName = [TrashSetName])]
public sealed class RemoveImapMessageCommand : MessageChangeCommand
{
    private const string TrashSetName = "Trash";
    private const string PermanentSetName = "Permanent";

    /// <summary><para type="description">Deletes the messages for good.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = PermanentSetName)]
    public SwitchParameter Permanent { get; set; }

    /// <summary><para type="description">Deletes also where the server can't expunge chosen messages (no UIDPLUS), if no other message there is marked as deleted.</para></summary>
    [Parameter(ParameterSetName = PermanentSetName)]
    public SwitchParameter Force { get; set; }

    /// <summary><para type="description">Gives what Move-ImapMessage -Undo takes to bring the messages back.</para></summary>
    [Parameter(ParameterSetName = TrashSetName)]
    public SwitchParameter PassThru { get; set; }

    private protected override string Action(ChangeGroup group) => Strings.Format(Permanent ? "RemoveForGoodAction" : "RemoveAction", Messages(group));

    private protected override Task ChangeAsync(ChangeGroup group, PipelineWriter output, CancellationToken cancellationToken) =>
        new MessageRemover(Permanent, Force, PassThru).RunAsync(group.Request, output, cancellationToken);
}
