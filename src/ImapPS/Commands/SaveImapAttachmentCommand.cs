using System.Management.Automation;
using ImapPS.Client.Files;
using ImapPS.Client.Messages;
using ImapPS.Completion;
using ImapPS.Pipeline;

namespace ImapPS.Commands;

/// <summary>
/// <para type="synopsis">Saves the attachments of messages.</para>
/// <para type="description">Saves the attachments of the messages that come through the pipeline. Only the parts that are wanted are fetched, whatever else is in the message, and they are decoded on their way into the file. Messages are not marked as read.</para>
/// </summary>
[Cmdlet(VerbsData.Save, "ImapAttachment", SupportsShouldProcess = true, DefaultParameterSetName = PathSet)]
[OutputType(typeof(FileInfo))]
public sealed class SaveImapAttachmentCommand : SaveCommand
{
    private NameTemplate? _template;
    private WildcardPattern[] _include = [];
    private WildcardPattern[] _exclude = [];
    private WildcardPattern[] _types = [];

    /// <summary><para type="description">Only attachments with such names: '*.pdf', 'invoice*'. Default: all.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Include { get; set; }

    /// <summary><para type="description">No attachments with such names, with wildcards as well.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Exclude { get; set; }

    /// <summary><para type="description">Only attachments of such types: 'application/pdf', 'image/*'. Default: all.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(MediaTypeCompleter))]
    public string[]? ContentType { get; set; }

    /// <summary><para type="description">Only attachments of at least this size, in bytes as a file: 10KB. Default: 0.</para></summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long MinimumSize { get; set; }

    /// <summary><para type="description">Also what belongs into the text, such as the pictures of an HTML message.</para></summary>
    [Parameter]
    public SwitchParameter Inline { get; set; }

    /// <summary><para type="description">How files are named: text with {Name} (the attachment's own), {Index}, and what Save-ImapMessage knows of the message, {Date:yyyy-MM-dd} for example. Without {Name} the attachment's extension is put to it. What is no such field is an error that names those that there are. Default: {Name}.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string NameTemplate { get; set; } = "{Name}";

    private protected override string ActionName => "SaveAttachmentsAction";

    private protected override void Prepare()
    {
        _template = ParseTemplate(NameTemplate, AttachmentSaveJob.Fields);
        _include = Patterns(Include);
        _exclude = Patterns(Exclude);
        _types = Patterns(ContentType);
    }

    private protected override SaveJob CreateJob(MessageRequest request, SaveFolder folder) =>
        new AttachmentSaveJob(request, folder, _template!, Conflict, PassThru, Inline, IsWanted);

    private static WildcardPattern[] Patterns(string[]? patterns) =>
        patterns?.Select(static p => WildcardPattern.Get(p, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant)).ToArray() ?? [];

    private bool IsWanted(AttachmentPart attachment, string name)
    {
        if (attachment.DecodedSize < MinimumSize || (_types.Length > 0 && !Array.Exists(_types, t => t.IsMatch(attachment.Part.ContentType))))
            return false;
        // The name as the sender wrote it and the name that the file gets: a pattern may mean either.
        return (_include.Length == 0 || Array.Exists(_include, Matches)) && !Array.Exists(_exclude, Matches);

        bool Matches(WildcardPattern pattern) => pattern.IsMatch(name) || (attachment.Name is { } own && pattern.IsMatch(own));
    }
}
