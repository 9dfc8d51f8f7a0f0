using System.Management.Automation;
using ImapPS.Client;
using ImapPS.Client.Mailboxes;
using ImapPS.Errors;

namespace ImapPS.Commands;

/// <summary>
/// <para type="synopsis">Subscribes to mailboxes, and sets what they are for.</para>
/// <para type="description">Subscribes to mailboxes or ends the subscription, and sets or takes away their special use where the server lets that be done (METADATA).</para>
/// </summary>
[Cmdlet(VerbsCommon.Set, "ImapMailbox", SupportsShouldProcess = true, DefaultParameterSetName = NameSet)]
[OutputType(typeof(ImapMailbox))]
public sealed class SetImapMailboxCommand : MailboxTargetCommand
{
    private const string NoUse = "None";

    /// <summary><para type="description">Subscribes to the mailboxes, so that mail programs show them; -Subscribed:$false ends it.</para></summary>
    [Parameter]
    public SwitchParameter Subscribed { get; set; }

    /// <summary><para type="description">What the mailbox is for; None takes its special use away.</para></summary>
    [Parameter]
    [ValidateSet("Sent", "Trash", "Junk", "Drafts", "Archive", "All", "Flagged", "Important", NoUse)]
    public string? SpecialUse { get; set; }

    /// <summary><para type="description">Gives the mailboxes as they are now.</para></summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private bool SetsSubscription => MyInvocation.BoundParameters.ContainsKey(nameof(Subscribed));

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (!SetsSubscription && SpecialUse is null)
            ThrowTerminatingError(ErrorFactory.Create(ErrorIds.NothingToSetOnMailbox, ErrorCategory.InvalidArgument, null));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var session in ResolveSessions())
        {
            foreach (var mailbox in Selections().SelectMany(selection => Find(session, selection)))
            {
                if (ShouldProcess($"{SafeText.Clean(mailbox.Name.Name)} of {session}", Action()))
                    Set(session, mailbox);
            }
        }
    }

    private void Set(ImapSession session, MailboxInfo mailbox) => Run(session, mailbox.Name.Name, async (output, cancellationToken) =>
    {
        // What may be refused comes first, so that a refusal leaves all as it was.
        if (SpecialUse is not null)
            await session.Engine.SetSpecialUseAsync(mailbox.Name, SpecialUse == NoUse ? null : SpecialUse, cancellationToken).ConfigureAwait(false);
        if (SetsSubscription)
            await session.Engine.SetSubscribedAsync(mailbox.Name, Subscribed, cancellationToken).ConfigureAwait(false);
        if (PassThru)
            await session.WriteMailboxAsync(mailbox.Name, output, cancellationToken).ConfigureAwait(false);
    });

    private string Action()
    {
        var subscription = SetsSubscription ? Strings.Format(Subscribed ? "SubscribeAction" : "UnsubscribeAction") : null;
        var use = SpecialUse is null ? null : SpecialUse == NoUse ? Strings.Format("TakeUseAction") : Strings.Format("SetUseAction", "\\" + SpecialUse);
        return subscription is not null && use is not null ? subscription + ", " + use : subscription ?? use!;
    }
}
