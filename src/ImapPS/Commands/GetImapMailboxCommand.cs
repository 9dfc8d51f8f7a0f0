using System.Management.Automation;
using ImapPS.Completion;
using ImapPS.Protocol.Commands;
using ImapPS.Pipeline;
using ImapPS.Sessions;

namespace ImapPS.Commands;

/// <summary>
/// <para type="synopsis">Lists mailboxes.</para>
/// <para type="description">Lists the mailboxes of an account, all or those of the given names, wildcards or special uses. Levels may be parted by "/" on any server. Where the server does not tell what a mailbox is for, Sent, Trash, Junk and the like are guessed from names in many languages, and IsSpecialUseGuessed says so.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "ImapMailbox", DefaultParameterSetName = NameSet)]
[OutputType(typeof(ImapMailbox))]
public sealed class GetImapMailboxCommand : SessionCommand
{
    private const string NameSet = "Name";
    private const string LiteralSet = "LiteralName";
    private const StatusItems WantedStatus = StatusItems.Messages | StatusItems.Unseen | StatusItems.UidNext | StatusItems.UidValidity | StatusItems.Size;

    /// <summary><para type="description">Names, with wildcards, or special uses such as '\Trash'. Default: all.</para></summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = NameSet)]
    [SupportsWildcards]
    [MailboxName]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(MailboxCompleter))]
    public string[] Name { get; set; } = [MailboxSelection.Everything];

    /// <summary><para type="description">Names as they are: *, ?, [ and a backslash at the beginning stand for themselves.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LiteralMailboxCompleter))]
    public string[]? LiteralName { get; set; }

    /// <summary><para type="description">Only mailboxes of these special uses, those guessed from their names included.</para></summary>
    [Parameter]
    [ValidateSet("Inbox", "Sent", "Trash", "Junk", "Drafts", "Archive", "All", "Flagged", "Important")]
    public string[]? SpecialUse { get; set; }

    /// <summary><para type="description">Also the mailboxes below those of the given names.</para></summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary><para type="description">How many levels below the given names, which -Recurse need not say then. Without a name: 0 for the top level, 1 for the next one too. Default: all levels with -Recurse or without a name.</para></summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? Depth { get; set; }

    /// <summary><para type="description">Only mailboxes that the user subscribed to.</para></summary>
    [Parameter]
    public SwitchParameter Subscribed { get; set; }

    /// <summary><para type="description">Also asks how many messages there are, how many are unread, and their size.</para></summary>
    [Parameter]
    public SwitchParameter Status { get; set; }

    /// <summary><para type="description">On how many sessions to work at once, where there are several. Default: 8.</para></summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 8;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var selections = (LiteralName ?? Name).Select(name => new MailboxSelection(name)
        {
            IsLiteral = LiteralName is not null,
            Recurse = Recurse || Depth is not null,
            Depth = Depth,
            Subscribed = Subscribed,
            WithSubscriptions = true,
            Status = Status ? WantedStatus : null,
        }).ToArray();
        RunEach(ResolveSessions(), string.Join(", ", LiteralName ?? Name), ThrottleLimit, async (session, output, cancellationToken) =>
        {
            foreach (var selection in selections)
                await TryAsync(selection.Text, output, () => WriteAsync(session, selection, output, cancellationToken), cancellationToken).ConfigureAwait(false);
        });
    }

    private async Task WriteAsync(ImapSession session, MailboxSelection selection, PipelineWriter output, CancellationToken cancellationToken)
    {
        await foreach (var mailbox in session.Mailboxes.FindAsync(selection, cancellationToken).ConfigureAwait(false))
        {
            if (SpecialUse?.Contains(mailbox.SpecialUse, StringComparer.OrdinalIgnoreCase) == false)
                continue;
            session.Names.Remember(mailbox.Name);
            await output.WriteAsync(new ImapMailbox(session, mailbox), cancellationToken).ConfigureAwait(false);
        }
    }
}
