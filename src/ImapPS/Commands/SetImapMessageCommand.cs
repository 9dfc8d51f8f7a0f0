using System.Management.Automation;
using ImapPS.Client.Messages;
using ImapPS.Client;
using ImapPS.Completion;
using ImapPS.Errors;
using ImapPS.Pipeline;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Commands;

/// <summary>
/// <para type="synopsis">Changes the flags, keywords and Gmail labels of messages.</para>
/// <para type="description">Marks messages as read, flagged, answered or draft, or takes such marks away (-Seen:$false), adds and removes keywords, and on Gmail labels. A keyword that the mailbox would forget is refused.</para>
/// </summary>
[Cmdlet(VerbsCommon.Set, "ImapMessage", SupportsShouldProcess = true, DefaultParameterSetName = ChangeSetName)]
[OutputType(typeof(ImapMessageId))]
public sealed class SetImapMessageCommand : MessageChangeCommand
{
    private const string ChangeSetName = "Change";
    private const string ReplaceSetName = "Replace";

    private MessageFlagger? _flagger;

    /// <summary><para type="description">Marks as read; -Seen:$false as unread.</para></summary>
    [Parameter(ParameterSetName = ChangeSetName)]
    public SwitchParameter Seen { get; set; }

    /// <summary><para type="description">Flags; -Flagged:$false takes the flag away.</para></summary>
    [Parameter(ParameterSetName = ChangeSetName)]
    public SwitchParameter Flagged { get; set; }

    /// <summary><para type="description">Marks as answered; -Answered:$false takes the mark away.</para></summary>
    [Parameter(ParameterSetName = ChangeSetName)]
    public SwitchParameter Answered { get; set; }

    /// <summary><para type="description">Marks as draft; -Draft:$false takes the mark away.</para></summary>
    [Parameter(ParameterSetName = ChangeSetName)]
    public SwitchParameter Draft { get; set; }

    /// <summary><para type="description">Keywords to add, such as $Forwarded or one of your own.</para></summary>
    [Parameter(ParameterSetName = ChangeSetName)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(KeywordCompleter))]
    public string[]? AddKeyword { get; set; }

    /// <summary><para type="description">Keywords to take away.</para></summary>
    [Parameter(ParameterSetName = ChangeSetName)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(KeywordCompleter))]
    public string[]? RemoveKeyword { get; set; }

    /// <summary><para type="description">All the flags that the messages shall have, such as '\Seen', '$Forwarded'; none for @().</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = ReplaceSetName)]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(FlagCompleter))]
    public string[]? Flags { get; set; }

    /// <summary><para type="description">Labels to add (Gmail only): names as those of mailboxes, 'Work/Invoices'; Gmail's own with a backslash, '\Inbox', '\Starred', '\Important'.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? AddLabel { get; set; }

    /// <summary><para type="description">Labels to take away (Gmail only). Without '\Inbox' a message is archived.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? RemoveLabel { get; set; }

    /// <summary><para type="description">All the labels that the messages shall have (Gmail only); none for @().</para></summary>
    [Parameter]
    [AllowEmptyCollection]
    public string[]? Label { get; set; }

    /// <summary><para type="description">Leaves alone each message that was changed after this modification sequence (the ModSeq of a message, or the highest of several), and reports it with an error whose TargetObject has its Flags and ModSeq as they are now. The server must have CONDSTORE; without it nothing is changed.</para></summary>
    [Parameter]
    public ulong? IfUnchangedSince { get; set; }

    /// <summary><para type="description">Passes the ids of the messages that were changed.</para></summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        try
        {
            var changes = ParameterSetName == ReplaceSetName ? [new StoreRequest(StoreMode.Replace, MessageFlags.Parse(Flags!))] : Changes();
            var labels = Labels();
            if (changes.Count + labels.Count == 0)
                ThrowTerminatingError(ErrorFactory.Create(ErrorIds.NothingToSet, ErrorCategory.InvalidArgument, null));
            if (changes.Count == 0 && IfUnchangedSince is not null)
                ThrowTerminatingError(ErrorFactory.Create(ErrorIds.LabelsHaveNoSequence, ErrorCategory.InvalidArgument, null));
            // A first change moves the modification sequence on, so that a second one can't ask for it again.
            if (IfUnchangedSince is { } since)
                changes[0] = changes[0] with { UnchangedSince = since };
            _flagger = new MessageFlagger(changes, labels, PassThru);
        }
        catch (ArgumentException e)
        {
            ThrowTerminatingError(ErrorFactory.Create(ErrorIds.InvalidFlag, ErrorCategory.InvalidArgument, Flags ?? [.. AddKeyword ?? [], .. RemoveKeyword ?? []], e, PlainText.Of(e)));
        }
    }

    private protected override string Action(ChangeGroup group) => Strings.Format("SetAction", Messages(group));

    private protected override Task ChangeAsync(ChangeGroup group, PipelineWriter output, CancellationToken cancellationToken) =>
        _flagger!.RunAsync(group.Request, output, cancellationToken);

    private List<LabelRequest> Labels()
    {
        if (Label is not null && (AddLabel ?? RemoveLabel) is not null)
            ThrowTerminatingError(ErrorFactory.Create(ErrorIds.LabelsContradict, ErrorCategory.InvalidArgument, null));
        var requests = new List<LabelRequest>();
        foreach (var (mode, labels) in new[] { (StoreMode.Replace, Label), (StoreMode.Add, AddLabel), (StoreMode.Remove, RemoveLabel) })
        {
            if (labels is not null)
                requests.Add(new LabelRequest(mode, labels));
        }

        return requests;
    }

    private List<StoreRequest> Changes()
    {
        var added = SystemFlags.None;
        var removed = SystemFlags.None;
        foreach (var (name, value, flag) in new[]
        {
            (nameof(Seen), Seen, SystemFlags.Seen), (nameof(Flagged), Flagged, SystemFlags.Flagged),
            (nameof(Answered), Answered, SystemFlags.Answered), (nameof(Draft), Draft, SystemFlags.Draft),
        })
        {
            if (!MyInvocation.BoundParameters.ContainsKey(name))
                continue;
            if (value)
                added |= flag;
            else
                removed |= flag;
        }

        var changes = new List<StoreRequest>();
        Add(StoreMode.Add, MessageFlags.Create(added).Union(MessageFlags.Parse(AddKeyword ?? [])));
        Add(StoreMode.Remove, MessageFlags.Create(removed).Union(MessageFlags.Parse(RemoveKeyword ?? [])));
        return changes;

        void Add(StoreMode mode, MessageFlags flags)
        {
            if (!flags.IsEmpty)
                changes.Add(new StoreRequest(mode, flags));
        }
    }
}
