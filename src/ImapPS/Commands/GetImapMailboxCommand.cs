using System.Management.Automation;
using ImapPS.Client.Mailboxes;
using ImapPS.Errors;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Sessions;

namespace ImapPS.Commands;

/// <summary>
/// <para type="synopsis">Lists mailboxes.</para>
/// <para type="description">Lists the mailboxes of an account, all or those of the given names. Levels may be parted by "/" on any server.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "ImapMailbox")]
[OutputType(typeof(ImapMailbox))]
public sealed class GetImapMailboxCommand : SessionCommand
{
    private const StatusItems WantedStatus = StatusItems.Messages | StatusItems.Unseen | StatusItems.UidNext | StatusItems.UidValidity | StatusItems.Size;

    /// <summary><para type="description">Names, with wildcards. Default: all.</para></summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [SupportsWildcards]
    [MailboxName]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    /// <summary><para type="description">Only mailboxes that the user subscribed to.</para></summary>
    [Parameter]
    public SwitchParameter Subscribed { get; set; }

    /// <summary><para type="description">Also asks how many messages there are, how many are unread, and their size.</para></summary>
    [Parameter]
    public SwitchParameter Status { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var session in ResolveSessions())
        {
            foreach (var name in Name)
            {
                Run(session, name, async (output, cancellationToken) =>
                {
                    var found = await FindAsync(session, name, cancellationToken).ConfigureAwait(false);
                    if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
                        await output.ErrorAsync(ErrorFactory.Create(ErrorIds.MailboxNotFound, ErrorCategory.ObjectNotFound, name, name), cancellationToken).ConfigureAwait(false);
                    foreach (var mailbox in found)
                    {
                        session.Names.Remember(mailbox.Name);
                        await output.WriteAsync(new ImapMailbox(session, mailbox), cancellationToken).ConfigureAwait(false);
                    }
                });
            }
        }
    }

    private async Task<IReadOnlyList<MailboxInfo>> FindAsync(ImapSession session, string name, CancellationToken cancellationToken)
    {
        var status = Status ? WantedStatus : (StatusItems?)null;
        if (name == "*")
            return await session.Engine.ListAsync("*", Subscribed, status, cancellationToken).ConfigureAwait(false);
        if (!WildcardPattern.ContainsWildcardCharacters(name))
        {
            var exact = await session.Names.ResolveAsync(WildcardPattern.Unescape(name), cancellationToken).ConfigureAwait(false);
            // A name that holds IMAP's own wildcards may match others too.
            var all = await session.Engine.ListAsync(exact.Name, Subscribed, status, cancellationToken).ConfigureAwait(false);
            return all.Where(m => m.Name.Equals(exact)).ToArray();
        }

        // PowerShell's wildcards disregard case and can say more than IMAP's, so the whole list is looked through here.
        var hierarchy = await session.Names.GetHierarchyAsync(cancellationToken).ConfigureAwait(false);
        var pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
        var list = await session.Engine.ListAsync("*", Subscribed, null, cancellationToken).ConfigureAwait(false);
        var found = list.Where(m => hierarchy.ToPeople(m.Name.Name).Any(pattern.IsMatch)).ToArray();
        return status is null ? found : await Task.WhenAll(found.Select(m => WithStatusAsync(session, m, status.Value, cancellationToken))).ConfigureAwait(false);
    }

    /// <summary>The commands go out together: each is queued before the first is waited for.</summary>
    private static async Task<MailboxInfo> WithStatusAsync(ImapSession session, MailboxInfo mailbox, StatusItems items, CancellationToken cancellationToken)
    {
        if (!mailbox.IsSelectable)
            return mailbox;
        try
        {
            MailboxStatusResponse status = await session.Engine.StatusAsync(mailbox.Name, items, cancellationToken).ConfigureAwait(false);
            return mailbox with { Status = status };
        }
        catch (Client.ImapException e) when (e.Error is Client.ImapError.CommandRefused or Client.ImapError.MailboxNotFound)
        {
            // One that can't be looked into is listed without its status, as LIST-STATUS does.
            return mailbox;
        }
    }
}
