using System.Management.Automation;
using ImapPS.Client.Files;
using ImapPS.Pipeline;

namespace ImapPS.Commands;

/// <summary>
/// <para type="synopsis">Saves messages as .eml files.</para>
/// <para type="description">Saves the messages that come through the pipeline, each octet for octet in a file of its own, which has its name and the time of the message's arrival only when it is whole and on the disk, not only in the system's memory: what comes out of -PassThru can be removed from the server. Messages are not marked as read, and large ones are never held in memory.</para>
/// </summary>
[Cmdlet(VerbsData.Save, "ImapMessage", SupportsShouldProcess = true, DefaultParameterSetName = PathSet)]
[OutputType(typeof(FileInfo))]
public sealed class SaveImapMessageCommand : SaveCommand
{
    private NameTemplate? _template;

    /// <summary><para type="description">How files are named: text with {Date}, {InternalDate}, {From}, {To}, {Subject}, {Uid}, {Mailbox}, {MessageId} and {Size} in it; formats stand behind a colon. Characters that no file can have are replaced, and .eml is put to it. What is no such field is an error that names those that there are. Default: {Date:yyyy-MM-dd} {From} {Subject}.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string NameTemplate { get; set; } = "{Date:yyyy-MM-dd} {From} {Subject}";

    private protected override string ActionName => "SaveMessagesAction";

    private protected override void Prepare() => _template = ParseTemplate(NameTemplate, MessageFields.Names);

    private protected override SaveJob CreateJob(MessageRequest request, SaveFolder folder) =>
        new MessageSaveJob(request, folder, _template!, Conflict, PassThru);
}
