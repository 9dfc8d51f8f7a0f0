using System.Management.Automation;
using ImapPS.Client;
using ImapPS.Client.Changes;
using ImapPS.Client.Messages;
using ImapPS.Client.Search;
using ImapPS.Completion;
using ImapPS.Errors;
using ImapPS.Pipeline;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Commands;

/// <summary>
/// <para type="synopsis">Waits for a message.</para>
/// <para type="description">Gives the first message that comes and matches, and ends; after -Timeout without one it ends with the error ImapPS.WaitTimeout, a TimeoutException, which a script can catch. Made for tests and scripts: "the sign-up mail arrives within a minute".</para>
/// </summary>
[Cmdlet(VerbsLifecycle.Wait, "ImapMessage")]
[OutputType(typeof(ImapMessage), typeof(ImapPartialMessage))]
public sealed class WaitImapMessageCommand : ChangeCommand
{
    /// <summary><para type="description">The mailbox, by name or special use. Default: INBOX.</para></summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [MailboxName]
    [ArgumentCompleter(typeof(MailboxCompleter))]
    public string Mailbox { get; set; } = "INBOX";

    /// <summary><para type="description">How long to wait, in seconds or as a time span; 0 looks once. Default: 1 minute.</para></summary>
    [Parameter]
    [Seconds(AllowZero = true)]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary><para type="description">A message that is there already will do: the newest that matches. Otherwise only what comes from now on counts.</para></summary>
    [Parameter]
    public SwitchParameter IncludeExisting { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = ResolveSession();
        var found = false;
        var done = Run(session, Mailbox, async (output, cancellationToken) =>
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            try
            {
                found = await WaitAsync(session, output, limit, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // The time is over.
            }
        });
        if (done && !found)
            ThrowTerminatingError(ErrorFactory.Create(ErrorIds.WaitTimeout, ErrorCategory.OperationTimeout, Mailbox, Timeout.TotalSeconds, SafeText.Clean(Mailbox)));
    }

    private async Task<bool> WaitAsync(ImapSession session, PipelineWriter output, CancellationTokenSource limit, CancellationToken cancellationToken)
    {
        // A server that is slow to open the mailbox takes of the time, too.
        if (Timeout > TimeSpan.Zero)
            limit.CancelAfter(Timeout);
        var mailbox = await session.Names.ResolveAsync(Mailbox, limit.Token).ConfigureAwait(false);
        session.Names.Remember(mailbox);
        // Noted before anything is looked for, so that a message which comes meanwhile is not missed. Not what SELECT told: the mailbox may have been open for long.
        // Twice, since Dovecot shows what came a moment ago behind its answer.
        var newest = SearchKey.Uid(UidSet.Of(UidRange.Star));
        await session.Engine.SearchAsync(mailbox, newest, limit.Token).ConfigureAwait(false);
        var last = await session.Engine.SearchAsync(mailbox, newest, limit.Token).ConfigureAwait(false);
        var from = new WatchPosition(last.UidValidity, last.Uids.IsEmpty ? 1 : last.Uids[last.Uids.RangeCount - 1].Last + 1);
        if (IncludeExisting && await FindAsync(session, mailbox, output, limit.Token).ConfigureAwait(false))
            return true;
        if (Timeout == TimeSpan.Zero)
            return false;
        await foreach (var batch in session.Engine.WatchAsync([mailbox], Options(session) with { From = from }, limit.Token).ConfigureAwait(false))
        {
            var fresh = batch.Where(static c => c.Kind == MailboxChangeKind.New).ToArray();
            var matches = await MatchesAsync(session, mailbox, fresh.Select(static c => c.Uid), output, limit.Token).ConfigureAwait(false);
            if (Array.Find(fresh, c => matches.Contains(c.Uid)) is { } match)
            {
                await output.WriteAsync(CreateMessage(session, mailbox, match.UidValidity, match.Message!), cancellationToken).ConfigureAwait(false);
                return true;
            }
        }

        return false;
    }

    private async Task<bool> FindAsync(ImapSession session, MailboxName mailbox, PipelineWriter output, CancellationToken cancellationToken)
    {
        var options = new QueryOptions { Descending = true, Warning = text => output.Warn(text, cancellationToken) };
        var found = await session.Engine.SearchAsync(mailbox, Query, options, cancellationToken).ConfigureAwait(false);
        await foreach (var batch in found.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            await foreach (var messages in session.Engine.FetchAsync(mailbox, found.UidValidity, UidSet.Of(batch[0]), Options(session).Items, null, cancellationToken).ConfigureAwait(false))
            {
                foreach (var message in messages.Messages)
                {
                    await output.WriteAsync(CreateMessage(session, mailbox, found.UidValidity, message), cancellationToken).ConfigureAwait(false);
                    return true;
                }
            }
        }

        return false;
    }
}
