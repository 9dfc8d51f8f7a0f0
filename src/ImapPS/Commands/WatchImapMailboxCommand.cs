using System.Management.Automation;
using ImapPS.Client;
using ImapPS.Client.Changes;
using ImapPS.Completion;
using ImapPS.Errors;
using ImapPS.Pipeline;
using ImapPS.Protocol.Values;
using ImapPS.Sessions;

namespace ImapPS.Commands;

/// <summary>
/// <para type="synopsis">Watches mailboxes and tells what happens in them.</para>
/// <para type="description">Gives an object for each message that comes, goes, or gets other flags, as it happens, until it is stopped, for a time (-For), or so many (-First). The server tells of changes by IDLE, and by NOTIFY of several mailboxes, where it can, and is asked now and then where not. If the connection is lost it is made again, and what happened meanwhile is told then: nothing is lost and nothing told twice. Cmdlets further down the pipeline act on each message at once, on the same session.</para>
/// </summary>
[Cmdlet(VerbsCommon.Watch, "ImapMailbox")]
[OutputType(typeof(ImapChange))]
public sealed partial class WatchImapMailboxCommand : ChangeCommand
{
    private int _given;

    /// <summary><para type="description">The mailboxes, by name, wildcard or special use. The first is watched by IDLE. Of the others the server tells by NOTIFY where it has that, as Dovecot does; elsewhere each gets a connection with IDLE of its own, in the order given, while -MaximumConnection of Connect-Imap leaves one free (with its default one of them does), and the rest is asked for every -PollInterval. With -Reconnect Never all of them are. Where Connect-Imap finds no other room it gets one of these. One that is deleted or renamed ends the watch with an error, in five minutes at the latest. Default: INBOX.</para></summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [MailboxName]
    [ArgumentCompleter(typeof(MailboxCompleter))]
    public string[] Mailbox { get; set; } = ["INBOX"];

    /// <summary><para type="description">Only changes of these kinds: New, Flags, Removed, MailboxChanged. Default: all; with -Filter those of which it can be told whether they match, which are New and Flags.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public MailboxChangeKind[]? Kind { get; set; }

    /// <summary><para type="description">How long to watch, in seconds or as a time span, 24 days at most. Default: until it is stopped.</para></summary>
    [Parameter]
    [Seconds]
    public TimeSpan For { get; set; }

    /// <summary><para type="description">Ends after so many changes. Default: goes on.</para></summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int First { get; set; } = int.MaxValue;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = ResolveSession();
        var checkpoint = Checkpoint is null ? null : HoldCheckpoint(session, Checkpoint, CheckpointMode, OnUidValidityChange);
        Run(session, Mailbox, async (output, cancellationToken) =>
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            if (For > TimeSpan.Zero)
                limit.CancelAfter(For);
            try
            {
                await WatchAsync(session, checkpoint, output, limit.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // The time is over.
            }
        });
    }

    private async Task WatchAsync(ImapSession session, CheckpointUse? checkpoint, PipelineWriter output, CancellationToken cancellationToken)
    {
        var mailboxes = new List<MailboxName>();
        foreach (var text in Mailbox)
            mailboxes.AddRange(await FindAsync(session, text, cancellationToken).ConfigureAwait(false));
        if (checkpoint is not null)
        {
            await WatchOnAsync(session, mailboxes.Distinct().ToArray(), checkpoint, output, cancellationToken).ConfigureAwait(false);
            return;
        }

        await foreach (var batch in session.Engine.WatchAsync(mailboxes.Distinct().ToArray(), Options(session), cancellationToken).ConfigureAwait(false))
        {
            var mailbox = batch[0].Mailbox;
            session.Names.Remember(mailbox);
            var asked = batch.Where(IsAsked).ToArray();
            var matches = await MatchesAsync(session, mailbox, asked.Where(static c => c.Uid != 0).Select(static c => c.Uid), output, cancellationToken).ConfigureAwait(false);
            foreach (var change in asked)
            {
                if (change.Uid != 0 && !matches.Contains(change.Uid))
                    continue;
                var value = new ImapChange(session, change, change.Kind == MailboxChangeKind.New ? CreateMessage(session, mailbox, change.UidValidity, change.Message!) : null);
                // Whoever takes it may use the session at once; only then comes the next.
                await output.DoAndWaitAsync(cmdlet => LiveInput.Write(cmdlet, value), cancellationToken).ConfigureAwait(false);
                if (++_given >= First)
                    return;
            }
        }
    }

    private static async Task<IReadOnlyList<MailboxName>> FindAsync(ImapSession session, string text, CancellationToken cancellationToken)
    {
        if (!MailboxText.HasWildcards(text))
            return [await session.Names.ResolveAsync(text, cancellationToken).ConfigureAwait(false)];
        var found = new List<MailboxName>();
        await foreach (var mailbox in session.Mailboxes.FindAsync(new MailboxSelection(text), cancellationToken).ConfigureAwait(false))
        {
            if (mailbox.IsSelectable)
                found.Add(mailbox.Name);
        }

        // To watch nothing would look as if nothing happened.
        return found.Count > 0 ? found : throw new ImapException(ImapError.MailboxNotFound, Strings.Format(ErrorIds.MailboxNotFound, SafeText.Clean(text))) { Hint = Strings.Find(ErrorIds.MailboxNotFound + "Hint") };
    }

    private bool IsAsked(MailboxChange change) =>
        Kind?.Contains(change.Kind) ?? (Filter is null || change.Kind is not MailboxChangeKind.Removed);
}
