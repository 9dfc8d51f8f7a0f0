using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Text;
using ImapPS.Errors;
using ImapPS.Pipeline;
using ImapPS.Protocol.Grammar;
using ImapPS.Protocol.Transcripts;

namespace ImapPS.Commands;

/// <summary>
/// <para type="synopsis">Reads a trace of IMAP and gives its commands as objects.</para>
/// <para type="description">For who looks for a fault: each command of a trace with its answer, how long it took, and how many octets went each way. It reads what Connect-Imap -TracePath writes; dialogs of "C:" and "S:" lines as RFCs and logs of clients have them, MailKit's for one; what stands on a terminal after openssl s_client, telnet or nc; Dovecot's rawlog, whose two files belong together; Cyrus's telemetry log; the debug output of Python's imaplib. Passwords in it are not shown.</para>
/// </summary>
[Cmdlet(VerbsData.ConvertFrom, "ImapTranscript", DefaultParameterSetName = PathSet)]
[OutputType(typeof(ImapTranscriptExchange))]
public sealed class ConvertFromImapTranscriptCommand : PSCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralSet = "LiteralPath";
    private const string TextSet = "InputObject";

    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly WorkProgress _progress = new() { Unit = "ProgressCommands" };
    private TranscriptReader? _text;

    /// <summary><para type="description">The files. Of the two that Dovecot writes for a session, .in and .out, one is enough.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Path { get; set; }

    /// <summary><para type="description">The same by exact names: *, ? and [ stand for themselves.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string[]? LiteralPath { get; set; }

    /// <summary><para type="description">The trace itself as text: its lines, one after the other.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = TextSet, ValueFromPipeline = true)]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public string[]? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is not null)
        {
            foreach (var line in InputObject.SelectMany(static text => text.Split('\n')))
                Write(() => (_text ??= new TranscriptReader()).Read(ByteText.Latin1.GetString(Encoding.UTF8.GetBytes(line))), null);
            return;
        }

        foreach (var path in Path ?? LiteralPath ?? [])
        {
            foreach (var file in Files(path))
                Read(file);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_text is { } text)
            Write(text.End, null);
    }

    private Collection<string> Files(string path)
    {
        try
        {
            return LiteralPath is null ? GetResolvedProviderPathFromPSPath(path, out _) : [SessionState.Path.GetUnresolvedProviderPathFromPSPath(path)];
        }
        catch (ItemNotFoundException e)
        {
            WriteError(ErrorFactory.Create(ErrorIds.FileNotUsable, ErrorCategory.ObjectNotFound, path, e, path, e.Message));
            return [];
        }
    }

    private void Read(string file)
    {
        // One that was read as the other half of one before it.
        if (!_read.Add(file))
            return;
        if (TraceFiles.PartnerOf(file) is { } partner)
            _read.Add(partner);
        _progress.Begin($"{MyInvocation.MyCommand.Name} {System.IO.Path.GetFileName(file)}");
        try
        {
            Write(() => TraceFiles.Read(file), file);
        }
        finally
        {
            _progress.End();
            _progress.TakeAway(this);
        }
    }

    private void Write(Func<IEnumerable<TranscriptExchange>> read, string? file)
    {
        try
        {
            foreach (var exchange in read())
            {
                WriteObject(new ImapTranscriptExchange(exchange, file));
                _progress.Report(1);
                _progress.Show(this);
                if (Stopping)
                    return;
            }
        }
        catch (FormatException e)
        {
            var error = ErrorFactory.Create(ErrorIds.TranscriptNotReadable, ErrorCategory.InvalidData, file ?? (object?)InputObject, e, file ?? Strings.Format("PipelineText"), e.Message);
            if (file is null)
                ThrowTerminatingError(error);
            WriteError(error);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            WriteError(ErrorFactory.Create(ErrorIds.FileNotUsable, ErrorCategory.OpenError, file, e, file!, e.Message));
        }
    }
}
