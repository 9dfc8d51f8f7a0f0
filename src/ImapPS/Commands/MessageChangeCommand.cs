using System.Management.Automation;
using ImapPS.Client;
using ImapPS.Completion;
using ImapPS.Pipeline;

namespace ImapPS.Commands;

/// <summary>A cmdlet that changes messages: gathers them for each session and mailbox, asks once for each, and works by few commands.</summary>
public abstract class MessageChangeCommand : MessageReferenceCommand
{
    private readonly List<ChangeGroup> _groups = [];
    private readonly Dictionary<(ImapSession, string, uint?, string?), ChangeGroup> _known = [];

    /// <summary><para type="description">Messages or their ids, as Search-Imap and Get-ImapMessage give them, or anything with the members Mailbox and Uid.</para></summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary><para type="description">The mailbox that the messages are in.</para></summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(MailboxCompleter))]
    public string Mailbox { get; set; } = "";

    /// <summary>What is done, for people.</summary>
    private protected abstract string Action(ChangeGroup group);

    private protected abstract Task ChangeAsync(ChangeGroup group, PipelineWriter output, CancellationToken cancellationToken);

    /// <summary>Where the message in the pipeline goes; null where it goes nowhere.</summary>
    private protected virtual string? FindDestination() => null;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = ResolveSession();
        var destination = FindDestination();
        var key = (session, Mailbox, UidValidity, destination);
        if (!_known.TryGetValue(key, out var group))
        {
            _known.Add(key, group = new ChangeGroup(session, Mailbox, UidValidity, destination));
            _groups.Add(group);
        }

        var subject = InputObject?.BaseObject is ImapMessage message ? message.Subject : InputObject?.Properties[nameof(ImapMessage.Subject)]?.Value as string;
        AddUids(uid => group.Add(uid, subject));

        if (LiveInput.IsLive)
            EndProcessing();
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var groups = _groups.ToArray();
        _groups.Clear();
        _known.Clear();
        Progress?.Expect(groups.Sum(static g => (long)g.Request.Count));
        foreach (var group in groups)
        {
            if (group.Request.Count > 0 && ShouldProcess(group.Describe(), Action(group)))
                Run(group.Session, group.Request.Mailbox, (output, cancellationToken) => ChangeAsync(group, output, cancellationToken));
        }
    }

    private protected static string Messages(ChangeGroup group) => group.Request.Count is var count && count == 1 ? "1 message" : count.ToString(System.Globalization.CultureInfo.CurrentCulture) + " messages";
}
