using System.Management.Automation;
using ImapPS.Client;
using ImapPS.Client.Files;
using ImapPS.Completion;
using ImapPS.Errors;
using ImapPS.Pipeline;

namespace ImapPS.Commands;

/// <summary>A cmdlet that saves what comes through the pipeline as files in one folder.</summary>
public abstract class SaveCommand : MessageReferenceCommand
{
    /// <summary>Messages that are worked on together.</summary>
    private const int Window = 1000;

    private protected const string PathSet = "Path";
    private const string LiteralSet = "LiteralPath";

    private MessageRequest? _gathered;
    private string? _path;
    private SaveFolder? _folder;

    /// <summary><para type="description">The folder to save in, or a pattern that one folder alone matches; it is made if it is not there. Nothing is ever written outside it, whatever names a message brings.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary><para type="description">The folder by its exact name: *, ? and [ stand for themselves.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralSet)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string? LiteralPath { get; set; }

    /// <summary><para type="description">The mailbox that the messages are in. Default: INBOX.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(MailboxCompleter))]
    public string Mailbox { get; set; } = "INBOX";

    /// <summary><para type="description">Where a file of the name was there before: Rename saves under the next free number (default), Skip leaves it and fetches nothing, Overwrite replaces it once the new one is whole, Fail reports an error.</para></summary>
    [Parameter]
    public ConflictRule Conflict { get; set; }

    /// <summary><para type="description">Gives each file that was saved, with the message it came from in its member Message, so that the messages can be worked on further. The files of a message are given together, once all that were wanted of it are saved: if one failed, or was skipped for -Conflict Skip, none of them is, so that a message is never moved or removed before it is safe.</para></summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>The text that says what is done to so many messages.</summary>
    private protected abstract string ActionName { get; }

    /// <summary>Checks what does not depend on messages; ends the pipeline if it is wrong.</summary>
    private protected abstract void Prepare();

    private protected abstract SaveJob CreateJob(MessageRequest request, SaveFolder folder);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        Progress!.Unit = "ProgressFiles";
        Prepare();
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = ResolveSession();
        if (_gathered?.IsFor(session, Mailbox, UidValidity) == false || _gathered?.Count >= Window)
            Flush();
        _gathered ??= new MessageRequest(session, Mailbox, UidValidity);
        AddUids(_gathered.Add);

        if (LiveInput.IsLive)
            Flush();
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Flush();

    private protected NameTemplate ParseTemplate(string template, IReadOnlyCollection<string> fields)
    {
        try
        {
            return NameTemplate.Parse(template, fields);
        }
        catch (FormatException e)
        {
            ThrowTerminatingError(ErrorFactory.Create(ErrorIds.InvalidNameTemplate, ErrorCategory.InvalidArgument, template, e, template, e.Message));
            throw;
        }
    }

    private void Flush()
    {
        if (_gathered is not { Count: > 0 } request)
            return;
        _gathered = null;
        var path = _path ??= FindFolder();
        if (!ShouldProcess(path, Strings.Format(ActionName, request.Count, SafeText.Clean(request.Mailbox))))
            return;
        _folder ??= OpenFolder(path);
        var folder = _folder;
        Run(request.Session, request.Mailbox, (output, cancellationToken) => CreateJob(request, folder).SaveAsync(output, cancellationToken));
    }

    /// <summary>A pattern that nothing matches is the name of a new folder, as with cmdlets that write one file.</summary>
    private string FindFolder()
    {
        if (LiteralPath is not null || !WildcardPattern.ContainsWildcardCharacters(Path))
            return Resolve(LiteralPath ?? Path);
        var folders = new List<string>();
        try
        {
            folders.AddRange(GetResolvedProviderPathFromPSPath(Path, out _).Where(Directory.Exists));
        }
        catch (ItemNotFoundException)
        {
            // A name such as mail[2026], which matches mail2 and the like but not itself.
        }

        if (folders.Count > 1)
            ThrowTerminatingError(ErrorFactory.Create(ErrorIds.FolderAmbiguous, ErrorCategory.InvalidArgument, Path, Path, folders.Count));
        return folders.Count == 1 ? folders[0] : Resolve(Path);
    }

    private SaveFolder OpenFolder(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            return new SaveFolder(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            ThrowTerminatingError(ErrorFactory.Create(ErrorIds.FileNotUsable, ErrorCategory.OpenError, path, e, path, e.Message));
            throw;
        }
        catch (ImapException e)
        {
            ThrowTerminatingError(ErrorFactory.From(e, path));
            throw;
        }
    }
}
