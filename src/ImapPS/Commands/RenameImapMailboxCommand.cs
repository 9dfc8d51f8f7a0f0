using System.Management.Automation;
using ImapPS.Client;
using ImapPS.Client.Mailboxes;
using ImapPS.Completion;
using ImapPS.Errors;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;
using ImapPS.Sessions;

namespace ImapPS.Commands;

/// <summary>
/// <para type="synopsis">Renames mailboxes.</para>
/// <para type="description">Gives a mailbox another name, and with it those below it; subscriptions go along. INBOX can't be renamed: the server would move its messages to the new name and leave it empty, which is done only after a question of its own, or with -Force.</para>
/// </summary>
[Cmdlet(VerbsCommon.Rename, "ImapMailbox", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ImapMailbox))]
public sealed class RenameImapMailboxCommand : SessionCommand
{
    /// <summary><para type="description">The mailbox, by name, special use, or as an object; wildcard characters stand for themselves.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [MailboxName]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(MailboxCompleter))]
    public string Name { get; set; } = "";

    /// <summary><para type="description">The whole new name, levels above included; for many mailboxes a script block such as { $_.Name -replace '^Old', 'New' }.</para></summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string NewName { get; set; } = "";

    /// <summary><para type="description">Moves the messages of INBOX without asking.</para></summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary><para type="description">Gives the mailbox under its new name.</para></summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var session in ResolveSessions())
            Rename(session);
    }

    private void Rename(ImapSession session)
    {
        MailboxName? from = null, to = null;
        uint messages = 0;
        if (!Run(session, Name, async (_, cancellationToken) =>
        {
            from = await session.Names.ResolveAsync(Name, cancellationToken).ConfigureAwait(false);
            to = MailboxNames.Create((await session.Engine.GetHierarchyAsync(cancellationToken).ConfigureAwait(false)).ToServer(MailboxNames.Create(NewName).Name));
            if (from.IsInbox)
                messages = (await session.Engine.StatusAsync(from, StatusItems.Messages, cancellationToken).ConfigureAwait(false)).Messages ?? 0;
        }))
        {
            return;
        }

        var shown = SafeText.Clean(to!.Name);
        var action = from!.IsInbox ? Strings.Format("RenameInboxAction", shown, messages) : Strings.Format("RenameAction", shown);
        if (!ShouldProcess($"{SafeText.Clean(from.Name)} of {session}", action))
            return;
        if (from.IsInbox && !Force && !ShouldContinue(Strings.Format("RenameInboxQuestion", shown, messages), Strings.Format("RenameInboxCaption")))
            return;
        Run(session, Name, (output, cancellationToken) => RenameAsync(session, from, to, output, cancellationToken));
    }

    private async Task RenameAsync(ImapSession session, MailboxName from, MailboxName to, Pipeline.PipelineWriter output, CancellationToken cancellationToken)
    {
        // INBOX and its subscriptions stay where they are.
        var subscribed = from.IsInbox ? [] : await SubscribedAsync(session, from, cancellationToken).ConfigureAwait(false);
        await session.Engine.RenameAsync(from, to, cancellationToken).ConfigureAwait(false);
        session.Names.Forget(from);
        session.Names.Remember(to);
        foreach (var old in subscribed)
        {
            await session.Engine.SetSubscribedAsync(MailboxName.Create(to.Name + old.Name.Remove(0, from.Name.Length)), true, CancellationToken.None).ConfigureAwait(false);
            await session.Engine.SetSubscribedAsync(old, false, CancellationToken.None).ConfigureAwait(false);
            session.Names.Forget(old);
        }

        if (!PassThru)
            return;
        await session.WriteMailboxAsync(to, output, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The mailbox and those below it, as far as they are subscribed and can be named again.</summary>
    private static async Task<List<MailboxName>> SubscribedAsync(ImapSession session, MailboxName mailbox, CancellationToken cancellationToken)
    {
        var subscribed = new List<MailboxName>();
        var selection = new MailboxSelection(mailbox.Name) { Recurse = true, WithSubscriptions = true };
        await foreach (var below in session.Mailboxes.FindFromAsync(mailbox, selection, cancellationToken).ConfigureAwait(false))
        {
            if (below is { IsSubscribed: true, Name.IsDecoded: true })
                subscribed.Add(below.Name);
        }

        return subscribed;
    }
}
