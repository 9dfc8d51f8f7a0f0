using System.Management.Automation;
using ImapPS.Client;
using ImapPS.Completion;
using ImapPS.Errors;
using ImapPS.Pipeline;

namespace ImapPS.Commands;

/// <summary>
/// <para type="synopsis">Copies messages to another mailbox.</para>
/// <para type="description">Copies the messages that come through the pipeline, by few commands for each mailbox; the server copies, nothing is transferred.</para>
/// </summary>
[Cmdlet(VerbsCommon.Copy, "ImapMessage", SupportsShouldProcess = true)]
[OutputType(typeof(ImapCopy))]
public sealed class CopyImapMessageCommand : MessageChangeCommand
{
    /// <summary><para type="description">The mailbox to copy to, by name, special use such as '\Archive', or a pattern that one mailbox alone matches.</para></summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [MailboxName]
    [ArgumentCompleter(typeof(MailboxCompleter))]
    public string Destination { get; set; } = "";

    /// <summary><para type="description">Makes the destination if it is not there.</para></summary>
    [Parameter]
    public SwitchParameter CreateMailbox { get; set; }

    /// <summary><para type="description">Gives the ids of each message and of its copy.</para></summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override string Action(ChangeGroup group) => Strings.Format("CopyAction", Messages(group), SafeText.Clean(Destination));

    private protected override Task ChangeAsync(ChangeGroup group, PipelineWriter output, CancellationToken cancellationToken) =>
        new MessageCopier(Destination, CreateMailbox, PassThru).RunAsync(group.Request, output, cancellationToken);
}
