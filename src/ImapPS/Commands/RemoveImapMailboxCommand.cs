using System.Management.Automation;
using ImapPS.Client;
using ImapPS.Client.Mailboxes;
using ImapPS.Errors;
using ImapPS.Protocol.Commands;
using ImapPS.Sessions;

namespace ImapPS.Commands;

/// <summary>
/// <para type="synopsis">Removes mailboxes with the messages in them, for good.</para>
/// <para type="description">Removes mailboxes. One that holds messages needs -Force or -Recurse, one that has others below it -Recurse; the question says how many messages go. Messages that come meanwhile keep a mailbox from being removed, and so does a guess: a mailbox whose special use is only guessed has to be named. INBOX can't be removed.</para>
/// </summary>
[Cmdlet(VerbsCommon.Remove, "ImapMailbox", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = NameSet)]
[OutputType(typeof(void))]
public sealed class RemoveImapMailboxCommand : MailboxTargetCommand
{
    private const StatusItems Asked = StatusItems.Messages | StatusItems.UidNext | StatusItems.UidValidity;

    /// <summary><para type="description">Removes the mailboxes below, too, with their messages.</para></summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary><para type="description">Removes a mailbox although there are messages in it.</para></summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var session in ResolveSessions())
        {
            foreach (var selection in Selections())
            {
                // What is below one that goes with it is found with it.
                var done = new HashSet<Protocol.Values.MailboxName>();
                foreach (var root in Find(session, selection))
                {
                    if (done.Contains(root.Name))
                        continue;
                    var tree = Tree(session, root);
                    done.UnionWith(tree.Select(static m => m.Name));
                    if (tree.Any(m => m.Name.Equals(root.Name)))
                        Remove(session, root, tree);
                }
            }
        }
    }

    /// <summary>The mailbox and those below it, each with its status.</summary>
    private List<MailboxInfo> Tree(ImapSession session, MailboxInfo root)
    {
        // By the very name that was found: another one that is only like it must not take its place.
        var tree = new List<MailboxInfo>();
        var selection = new MailboxSelection(root.Name.Name) { Recurse = true, Status = Asked, WithSubscriptions = true };
        return Run(session, root.Name.Name, async (_, cancellationToken) =>
        {
            await foreach (var mailbox in session.Mailboxes.FindFromAsync(root.Name, selection, cancellationToken).ConfigureAwait(false))
                tree.Add(mailbox);
        }) ? tree : [];
    }

    private void Remove(ImapSession session, MailboxInfo root, IReadOnlyList<MailboxInfo> tree)
    {
        var name = SafeText.Clean(root.Name.Name);
        var below = tree.Count(m => !m.Name.Equals(root.Name));
        var messages = tree.Sum(static m => (long)(m.Status?.Messages ?? 0));
        var own = tree.Where(m => m.Name.Equals(root.Name)).Sum(static m => (long)(m.Status?.Messages ?? 0));
        if (root.Name.IsInbox)
            Refuse(ErrorIds.InboxNotRemovable, ErrorCategory.InvalidOperation, name);
        else if (root.GuessedUse is not null && IsUse)
            Refuse(ErrorIds.GuessedMailbox, ErrorCategory.InvalidOperation, name, "\\" + root.GuessedUse);
        else if (tree.FirstOrDefault(static m => m.IsSelectable && m.Status?.Messages is null) is { } unknown)
            Refuse(ErrorIds.MailboxNotCounted, ErrorCategory.InvalidResult, SafeText.Clean(unknown.Name.Name));
        else if (below > 0 && !Recurse)
            Refuse(ErrorIds.MailboxHasChildren, ErrorCategory.InvalidOperation, name, below);
        else if (own > 0 && !Recurse && !Force)
            Refuse(ErrorIds.MailboxNotEmpty, ErrorCategory.InvalidOperation, name, own);
        else if (ShouldProcess($"{name} of {session}", Action(messages, below)))
            Run(session, name, (_, cancellationToken) => RemoveAsync(session, tree, cancellationToken));

        void Refuse(string id, ErrorCategory category, params object?[] arguments) => WriteError(ErrorFactory.Create(id, category, root.Name.Name, arguments));
    }

    /// <summary>Whether the mailboxes were asked for by what they are for.</summary>
    private bool IsUse => LiteralName is null && Name.Any(static n => SpecialUses.TryParse(n, out _));

    private static string Action(long messages, int below)
    {
        var what = Count(messages, "OneMessage", "ManyMessages");
        return below == 0
            ? Strings.Format("RemoveMailboxAction", what)
            : Strings.Format("RemoveTreeAction", Count(below, "OneMailbox", "ManyMailboxes"), what);
    }

    /// <summary>The deepest first, so that no mailbox is left without the one above it; what fails ends it.</summary>
    private static async Task RemoveAsync(ImapSession session, IReadOnlyList<MailboxInfo> tree, CancellationToken cancellationToken)
    {
        foreach (var mailbox in tree.OrderByDescending(static m => m.Name.Name.Length))
        {
            // A mere place in the tree may have gone with the last mailbox below it.
            if (mailbox.IsSelectable || await session.Engine.ExistsAsync(mailbox.Name, cancellationToken).ConfigureAwait(false))
                await session.Engine.DeleteAsync(mailbox.Name, mailbox.Status, cancellationToken).ConfigureAwait(false);
            session.Names.Forget(mailbox.Name);
            // A subscription outlives its mailbox otherwise (RFC 9051 section 6.3.7).
            if (mailbox.IsSubscribed == true)
                await session.Engine.SetSubscribedAsync(mailbox.Name, false, CancellationToken.None).ConfigureAwait(false);
        }
    }
}
