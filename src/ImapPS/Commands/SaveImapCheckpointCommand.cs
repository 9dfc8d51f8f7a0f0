using System.Globalization;
using System.Management.Automation;
using ImapPS.Client;
using ImapPS.Client.Changes;
using ImapPS.Client.Checkpoints;
using ImapPS.Errors;
using ImapPS.Pipeline;
using ImapPS.Protocol.Values;

namespace ImapPS.Commands;

/// <summary>
/// <para type="synopsis">Says that a script is done with messages, and moves their checkpoint.</para>
/// <para type="description">For what Get-ImapMessage, Search-Imap and Watch-ImapMailbox gave with -Checkpoint and -CheckpointMode Manual: call it for each message right after the script's own commit. It returns when the file is on the disk. What was handed out and not saved comes again with the next run, and its member InDoubt is true then: look whether the commit was made, and each message is processed exactly once. No session is needed. Messages that come through the pipeline while they are read are saved one by one; objects that were gathered before, all at once in the end.</para>
/// </summary>
[Cmdlet(VerbsData.Save, "ImapCheckpoint", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(ImapMessage), typeof(ImapMessageId), typeof(ImapChange))]
public sealed class SaveImapCheckpointCommand : PSCmdlet
{
    private readonly List<(string? Path, TakenMessage Message, PSObject? Input)> _gathered = [];

    /// <summary><para type="description">Messages, ids or changes as they were given with -Checkpoint, or anything with the members Mailbox, UidValidity and Uid.</para></summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary><para type="description">The checkpoint's file. Default: that of the object in the pipeline, which has it in its member Checkpoint, or else the one that is in use in this process and has given the message out.</para></summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? Checkpoint { get; set; }

    /// <summary><para type="description">The mailbox that the messages are in.</para></summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Mailbox { get; set; } = "";

    /// <summary><para type="description">What the UIDs were found under.</para></summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public uint UidValidity { get; set; }

    /// <summary><para type="description">Which messages.</para></summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Uid { get; set; } = [];

    /// <summary><para type="description">What a change was; a message is New.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public MailboxChangeKind Kind { get; set; }

    /// <summary><para type="description">The modification sequence of a change.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public ulong? ModSeq { get; set; }

    /// <summary><para type="description">The flags that a change told.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string[]? Flags { get; set; }

    /// <summary><para type="description">Passes on what was saved.</para></summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var text in Uid)
        {
            if (!uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var uid))
                ThrowTerminatingError(ErrorFactory.Create(ErrorIds.InvalidUid, ErrorCategory.InvalidArgument, text, text));
            // A mailbox that is another by now is not one of its messages.
            if (Kind != MailboxChangeKind.MailboxChanged)
                _gathered.Add((Checkpoint is null ? null : this.ResolveFile(Checkpoint), Message(uid), InputObject));
        }

        if (LiveInput.IsLive)
            EndProcessing();
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var gathered = _gathered.ToArray();
        _gathered.Clear();
        foreach (var file in gathered.GroupBy(static g => g.Path, StringComparer.Ordinal))
        {
            var messages = file.Select(static g => g.Message).ToArray();
            if (!ShouldProcess(file.Key ?? messages[0].ToString(), Strings.Format("CheckpointSaveAction", messages.Length == 1 ? messages[0].ToString() : Strings.Format("ManyMessages", messages.Length))))
                continue;
            try
            {
                Client.Checkpoints.Checkpoint.Save(file.Key, messages);
            }
            catch (ImapException e)
            {
                // A script that goes on without its checkpoint would do things twice.
                ThrowTerminatingError(ErrorFactory.From(e, file.Key ?? (object)messages[0]));
            }

            if (PassThru)
                WriteObject(file.Select(static g => g.Input).Where(static i => i is not null), enumerateCollection: true);
        }
    }

    private TakenMessage Message(uint uid)
    {
        try
        {
            return new TakenMessage(MailboxName.Create(Mailbox).Name, UidValidity, uid) { Kind = Kind, ModSeq = ModSeq, Flags = Flags is null ? null : MessageFlags.Parse(Flags) };
        }
        catch (ArgumentException e)
        {
            ThrowTerminatingError(ErrorFactory.Create(ErrorIds.InvalidFlag, ErrorCategory.InvalidArgument, InputObject, e, PlainText.Of(e)));
            throw;
        }
    }
}
