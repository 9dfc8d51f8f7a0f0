using System.Management.Automation;
using ImapPS.Client;
using ImapPS.Client.Mailboxes;
using ImapPS.Errors;
using ImapPS.Sessions;

namespace ImapPS.Commands;

/// <summary>
/// <para type="synopsis">Makes mailboxes.</para>
/// <para type="description">Makes mailboxes, and those above them as needed; levels may be parted by "/" on any server. Gives the new mailboxes.</para>
/// </summary>
[Cmdlet(VerbsCommon.New, "ImapMailbox", SupportsShouldProcess = true)]
[OutputType(typeof(ImapMailbox))]
public sealed class NewImapMailboxCommand : SessionCommand
{
    /// <summary><para type="description">The names; wildcard characters stand for themselves.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [MailboxName]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary><para type="description">What the mailbox is for. The server must have CREATE-SPECIAL-USE or METADATA; otherwise nothing is made.</para></summary>
    [Parameter]
    [ValidateSet("Sent", "Trash", "Junk", "Drafts", "Archive", "All", "Flagged", "Important")]
    public string? SpecialUse { get; set; }

    /// <summary><para type="description">Subscribes to the new mailboxes, so that mail programs show them.</para></summary>
    [Parameter]
    public SwitchParameter Subscribed { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var session in ResolveSessions())
        {
            foreach (var name in Name)
                Make(session, MailboxText.Unescape(name));
        }
    }

    private void Make(ImapSession session, string name)
    {
        Protocol.Values.MailboxName? mailbox = null;
        // What a known name means is not asked here: Archive must not become another mailbox's "archive".
        if (!Run(session, name, async (_, cancellationToken) => mailbox = MailboxNames.Create((await session.Engine.GetHierarchyAsync(cancellationToken).ConfigureAwait(false)).ToServer(MailboxNames.Create(name).Name))))
            return;
        var action = SpecialUse is null ? Strings.Format("CreateAction") : Strings.Format("CreateForUseAction", "\\" + SpecialUse);
        if (!ShouldProcess($"{SafeText.Clean(mailbox!.Name)} of {session}", action))
            return;
        Run(session, name, async (output, cancellationToken) =>
        {
            await session.Engine.CreateAsync(mailbox, SpecialUse, cancellationToken).ConfigureAwait(false);
            if (Subscribed)
                await session.Engine.SetSubscribedAsync(mailbox, true, cancellationToken).ConfigureAwait(false);
            await session.WriteMailboxAsync(mailbox, output, cancellationToken).ConfigureAwait(false);
        });
    }
}
