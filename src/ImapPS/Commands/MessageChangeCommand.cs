using System.Management.Automation;
using ImapPS.Client;
using ImapPS.Errors;
using ImapPS.Pipeline;

namespace ImapPS.Commands;

/// <summary>A cmdlet that changes messages: gathers them for each session and mailbox, asks once for each, and works by few commands.</summary>
public abstract class MessageChangeCommand : SessionCommand
{
    private readonly List<MoveGroup> _groups = [];
    private readonly Dictionary<(ImapSession, string, uint?), MoveGroup> _known = [];

    /// <summary><para type="description">Messages or their ids, as Search-Imap and Get-ImapMessage give them, or anything with the members Mailbox and Uid.</para></summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary><para type="description">The mailbox that the messages are in.</para></summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Mailbox { get; set; } = "";

    /// <summary><para type="description">What the UIDs were found under. If the mailbox has another UIDVALIDITY by now, nothing is done.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public uint? UidValidity { get; set; }

    /// <summary><para type="description">UIDs: 7, or sets such as '1:5'.</para></summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Uid { get; set; } = [];

    /// <summary>What is done, for people.</summary>
    private protected abstract string Action(int count);

    private protected abstract Task ChangeAsync(MessageRequest request, PipelineWriter output, CancellationToken cancellationToken);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = ResolveSession();
        var key = (session, Mailbox, UidValidity);
        if (!_known.TryGetValue(key, out var group))
        {
            _known.Add(key, group = new MoveGroup(session, Mailbox, UidValidity));
            _groups.Add(group);
        }

        foreach (var uid in Uid)
        {
            try
            {
                group.Add(uid, InputObject?.BaseObject is ImapMessage message ? message.Subject : InputObject?.Properties[nameof(ImapMessage.Subject)]?.Value as string);
            }
            catch (FormatException e)
            {
                WriteError(ErrorFactory.Create(ErrorIds.InvalidUid, ErrorCategory.InvalidArgument, uid, e, uid));
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (var group in _groups)
        {
            if (group.Request.Count > 0 && ShouldProcess(group.Describe(), Action(group.Request.Count)))
                Run(group.Session, group.Request.Mailbox, (output, cancellationToken) => ChangeAsync(group.Request, output, cancellationToken));
        }
    }

    private protected static string Messages(int count) => count == 1 ? "1 message" : count.ToString(System.Globalization.CultureInfo.CurrentCulture) + " messages";
}
